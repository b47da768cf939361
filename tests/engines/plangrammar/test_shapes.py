from __future__ import annotations

import pytest

from tests.engines.plangrammar.sentences import only, rows

SHAPES = {
    "新建苗圃20个。": ("count", None),
    "苗圃覆盖80%的乡镇。": ("coverage", "township"),
    "县域内60%以上乡镇至少有1个苗圃。": ("coverage", "township"),
    "实现行政村护林站全覆盖。": ("coverage", "village"),
    "所辖乡镇（街道）全部设立林站。": ("coverage", "township"),
    "护林站覆盖所有村（社区）。": ("coverage", "village"),
    "九成以上的林农参加保险。": ("coverage", "林农"),
    "林农参保率达到95%。": ("coverage", "林农参保率"),
    "确保70%以上的岗位设在林区。": ("share", "岗位设"),
    "混交林占新造林的比例达到40%。": ("share", "新造林"),
    "森林覆盖率达到38%。": ("share", "森林覆盖率"),
    "苗木成活率达到90%。": ("share", "苗木成活率"),
    "林产值同比增长8%。": ("growth", None),
    "林火起数下降10%。": ("growth", None),
    "覆盖率提高2个百分点。": ("growth", None),
    "林产值翻一番。": ("growth", None),
    "每个乡镇建成2个苗圃。": ("each", "township"),
    "各县（市、区）至少建成2个苗圃。": ("each", "county"),
    "乡镇至少建成2个苗圃。": ("each", "township"),
    "村村有苗圃。": ("each", "village"),
    "每千人口拥有公园绿地12公顷。": ("each", "每千人口"),
    "人均公园绿地面积达到15平方米。": ("each", "人均"),
    "护林员参加培训不少于40学时。": ("each", "护林员"),
    "全镇14个村绿化面积全部达到30亩以上。": ("each", "village"),
    "给予林农每亩200元补助。": ("each", "林农"),
    "每名专家结对联系3家林场。": ("pairing", "专家"),
    "为每个苗圃配备1名导师。": ("pairing", "苗圃"),
    "各级林业干部与1至3户林农结对。": ("pairing", "各级林业干部"),
    "每月召开林情例会。": ("frequency", None),
    "每季度召开2次林情例会。": ("frequency", None),
    "推动林火隐患动态清零。": ("count", None),
}


@pytest.mark.parametrize(("text", "said"), SHAPES.items())
def test_a_statement_has_its_shape_and_its_population(text, said):
    row = only(text)
    assert (row["shape"], row["over"]) == said


def test_coverage_of_two_levels_is_two_statements():
    assert [row["over"] for row in rows("实现市、县两级林站建设全覆盖。")] == ["prefecture", "county"]


def test_each_of_two_populations_is_two_statements():
    found = rows("为每名林场场长、每个林业合作社至少分别配备1名导师。")
    assert [(row["shape"], row["over"]) for row in found] == [("pairing", "林场场长"), ("pairing", "林业合作社")]


def test_two_rates_with_one_number_are_two_statements():
    assert len(rows("苗木参检率、林农参保率均达到92%。")) == 2


def test_two_objects_with_a_number_each_are_two_statements():
    assert [row["value"] for row in rows("新建苗圃5个、林站3座。")] == [5, 3]


def test_many_events_a_year_are_a_count_within_it():
    row = only("全市每年举办护林活动不少于2000场。")
    assert (row["shape"], row["period"]) == ("count", "year")


def test_a_slogan_in_quotes_is_read_where_it_is_an_aim():
    assert [row["over"] for row in rows("实现“县县有苗圃、村村有能人”的目标。")] == ["county", "village"]


def test_people_are_counted_in_their_measure_word():
    assert [row["unit"] for row in rows("乡乡有林站、村村有护林员。")] == ["个", "名"]


def test_rhythms_without_a_number_are_once_per_period():
    found = rows("实行周调度、月例会制度。")
    assert [(row["value"], row["unit"], row["period"]) for row in found] == [(1, "次", "week"), (1, "次", "month")]


def test_zero_is_exact():
    row = only("推动林火隐患动态清零。")
    assert (row["value"], row["comparator"], row["status"]) == (0, "=", "target")


def test_the_lower_end_of_a_rise_is_what_is_there():
    found = rows("成活率由2020年的75%提高到2025年的88%。", year=2021)
    assert [(row["value"], row["status"], row["deadline"]) for row in found] == [
        (75, "result", "2020-12-31"),
        (88, "target", "2025-12-31"),
    ]


def test_a_number_of_units_is_not_told_twice_beside_their_coverage():
    assert only("12个林场全部建立档案。")["shape"] == "coverage"


def test_joined_levels_are_both_meant():
    assert [row["over"] for row in rows("实现乡镇和村护林站全覆盖。")] == ["township", "village"]


def test_a_grade_is_no_level():
    assert only("实现县级以上医院结对全覆盖。")["over"] not in {"county", "township"}

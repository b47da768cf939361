"""What statements are called: beside annotators' names, by themselves, and one by one."""

from __future__ import annotations

import pytest

from tests.conftest import REAL_PLANS
from tests.engines.plangrammar import agreement, naming
from tests.engines.plangrammar.sentences import only, rows

NAMES = {
    "建设30个社区苗圃。": "社区苗圃数",
    "社区苗圃达到30个。": "社区苗圃数",
    "力争建起“护林小屋”不少于100个。": "护林小屋数",
    "到2025年底，全市进一步新增公办托位600个。": "新增公办托位数",
    "专业扑火队员达到260人。": "专业扑火队员人数",
    "培训乡村电商青年5000人次。": "培训乡村电商青年人次",
    "各级团组织全年联系服务创业青年不少于20万人次。": "联系服务创业青年人次",
    "支持100名优秀技师参加国家级竞赛。": "参加国家级竞赛的优秀技师人数",
    "新建污水管网260公里。": "新建污水管网长度",
    "硬化巡护道路12条（含支线）。": "硬化巡护道路数",
    "成立14个镇（街道）林业站。": "镇（街道）林业站数",
    "每季度召开2次林情例会。": "林情例会次数",
    "市林委会3次研究此项改革。": "市林委会研究此项改革次数",
    "60%以上的乡镇林站都有特色服务项目至少1个。": "有特色服务项目的乡镇林站比例",
    "“林农之家”覆盖80%的乡镇。": "林农之家覆盖乡镇比例",
    "“林农之家”力争在乡镇实现全覆盖。": "林农之家乡镇覆盖率",
    "所辖乡镇（街道）全部设立林站。": "设立林站的所辖乡镇（街道）比例",
    "林农参保率年底前要达到95%。": "林农参保率",
    "混交林占新造林的比例达到40%。": "混交林占新造林的比例",
    "课程占总课时的5%以上。": "课程占总课时比例",
    "林火起数同比下降10%。": "林火起数降幅",
    "覆盖率提高2个百分点。": "覆盖率增幅",
    "力争每个乡镇推出林农典型1名以上。": "每个乡镇的林农典型人数",
    "为每名林场场长配备1名导师。": "每名林场场长的导师人数",
    "每千人口拥有公园绿地12公顷。": "每千人口公园绿地面积",
    "给予林农每亩200元造林补助。": "林农造林补助标准",
    "一线职工人均年脱产培训不少于5天。": "一线职工人均年脱产培训天数",
    "推动林火隐患动态清零。": "林火隐患数",
}


@pytest.mark.parametrize(("text", "name"), NAMES.items())
def test_a_statement_is_called_by_a_noun_phrase(text, name):
    assert only(text)["indicator"] == name


def test_each_level_of_a_coverage_has_its_own_name():
    found = rows("实现市、县两级林农组织建设全覆盖。")
    assert [row["indicator"] for row in found] == ["市级林农组织覆盖率", "县级林农组织覆盖率"]


def test_a_number_without_words_is_of_what_was_said_before():
    found = rows("省级苗圃由96家增加到110家。")
    assert [row["indicator"] for row in found] == ["省级苗圃数", "省级苗圃数"]


def test_a_rate_called_by_a_bare_word_takes_its_subject_along():
    assert [row["indicator"] for row in rows("组织林农培训8000人次，合格率95%以上。")][1] == "林农培训合格率"


def test_rates_with_a_number_each_have_a_name_each():
    assert [row["indicator"] for row in rows("参训率、合格率分别达到95%和90%。")] == ["参训率", "合格率"]


def test_parts_of_a_whole_are_named_after_it():
    found = rows("开发护林公益岗位150个，其中城镇60个、乡村90个。")
    assert [row["indicator"] for row in found] == ["护林公益岗位数", "城镇护林公益岗位数", "乡村护林公益岗位数"]


def test_each_of_two_populations_has_its_own_name():
    found = rows("每位林业骨干、每家林场都分别配上至少1名导师。")
    assert [row["indicator"] for row in found] == ["每位林业骨干的导师人数", "每家林场的导师人数"]


def test_the_row_of_a_table_is_named_with_the_noun_of_its_measure():
    found = rows(
        "| 指标 | 单位 | 2020年 | 2025年 |\n|---|---|---|---|\n| 护林演练 | 场 | 12 | 20 |\n"
        "| 造林面积 | 万亩 | 3 | 4 |\n"
    )
    assert [row["indicator"] for row in found[::2]] == ["护林演练场次", "造林面积"]


def test_listed_nouns_after_their_numbers_keep_apart():
    assert [row["indicator"] for row in rows("建成4个苗圃、3座林站。")] == ["苗圃数", "林站数"]


def test_names_agree_with_the_annotators_of_the_development_plans():
    found = naming.of_annotated(sorted(naming.BATCH.glob("*.jsonl")))
    assert found.agreeing >= 0.74, sorted(found.apart)[:40]
    assert found.usable >= 0.97, found.unusable


def test_names_agree_with_the_annotators_of_the_sample_plans():
    found = naming.of_annotated(sorted(naming.EXAMPLES.glob("*.jsonl")))
    assert found.agreeing >= 0.64, sorted(found.apart)[:40]
    assert found.usable >= 0.97, found.unusable


def test_names_in_plans_without_annotated_names_are_usable():
    found = naming.of_texts(agreement.own(name)[0] for name in agreement.names())
    assert found.usable >= 0.97, found.unusable


@pytest.mark.real_plans
def test_names_agree_with_the_published_annotators():
    found = naming.of_annotated(sorted(REAL_PLANS.glob("*.jsonl")))
    assert found.agreeing >= 0.66, sorted(found.apart)[:40]
    assert found.usable >= 0.97, found.unusable


@pytest.mark.parametrize(
    "name",
    [
        "数量次数",
        "每的任务数",
        "建起“希望小屋”数",
        "总体占比",
        "村1.1万人数",
        "户均增收2000元数",
        "力争覆盖率",
        "“希望小屋数",
    ],
)
def test_a_bad_name_is_told(name):
    assert naming.faults(name)


@pytest.mark.parametrize(
    "name", ["希望小屋数", "青年之家覆盖乡镇比例", "每个村的青年电商人才数", "资助困难家庭学子人数"]
)
def test_a_good_name_has_no_fault(name):
    assert naming.faults(name) == []


def test_names_that_differ_in_marks_and_endings_only_agree():
    assert naming.agreement_of("“希望小屋”数量", "希望小屋数") == 1

"""Numbers about units from outside: read, previewed, imported, kept as history."""

from decimal import Decimal

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from sangzi.cli.units import command
from sangzi.kernel.errors import BadInput, NotPermitted
from sangzi.kernel.models import AuditLine
from sangzi.units.access import scope_of
from sangzi.units.actions.statistics import import_statistics
from sangzi.units.imports.tables import read_text
from sangzi.units.models import Statistic
from sangzi.units.queries.statistics import series_of, sheet_of, side_by_side, statistics_of
from sangzi.units.statistic_access import scope_to_bring
from sangzi.units.statistics import number_in, read_statistics, title_of_key
from tests.cast import SINCE, appoint

pytestmark = pytest.mark.django_db

HEAD = "单位,指标,年份,数值,来源\n"
GOOD = HEAD + '222406,常住人口,2023,12.5万,示例年鉴\n安图县,常住人口,2023年,"98,000",示例年鉴\n'


def sheet(text, scope=None):
    return sheet_of(read_statistics(list(read_text(text))), scope)


def brought(text, **more):
    return import_statistics(sheet=sheet(text), at=None, by=None, **more)


def live(unit):
    return {(one.key, one.year): one.value for one in unit.statistics.filter(replaced=None)}


def test_units_are_found_by_code_and_by_name(tree):
    assert brought(GOOD) == (2, 0, 0, 0)
    assert live(tree.county) == {("population", 2023): 125_000}
    assert live(tree.other_county) == {("population", 2023): 98_000}


def test_the_same_file_twice_changes_nothing(tree):
    brought(GOOD)
    assert brought(GOOD) == (0, 0, 2, 0)
    assert Statistic.objects.count() == 2


def test_a_new_number_replaces_the_one_before_which_stays_as_history(tree):
    brought(GOOD)
    assert brought(GOOD.replace("12.5万", "13万")) == (0, 1, 1, 0)
    assert [(one.value, one.replaced is None) for one in statistics_of(tree.county)] == [
        (130_000, True),
        (125_000, False),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",人口,2023,1,年鉴", "没有写单位"),
        ("和龙市,,2023,1,年鉴", "指标为空"),
        ("和龙市,人口,今年,1,年鉴", "不是四位数的年份"),
        ("和龙市,人口,2023,-1,年鉴", "不是零或正数"),
        ("和龙市,人口,2023,许多,年鉴", "不是零或正数"),
        ("和龙市,人口,2023,1,", "没有写来源"),
        ("亚特兰蒂斯,人口,2023,1,年鉴", "没有找到单位“亚特兰蒂斯”"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_beside_it(tree, row, reason):
    mistakes = sheet(HEAD + row + "\n").mistakes
    assert reason in "；".join(mistakes[2])


def test_a_wrong_number_does_not_hide_an_unknown_unit(tree):
    found = sheet(HEAD + "没有的县,常住人口,2023,很多,示例年鉴\n")
    assert [len(reasons) for reasons in found.mistakes.values()] == [2]
    assert "没有找到单位“没有的县”" in found.mistakes[2][1]


def test_rows_that_contradict_each_other_are_wrong(tree):
    again = HEAD + "和龙市,人口,2023,1,年鉴\n222406,人口,2023,2,年鉴\n"
    assert sheet(again).mistakes == {3: ["与第 2 行的数值不一致"]}


def test_a_name_that_two_units_have_asks_for_the_code(tree):
    tree.other_county.short = "和龙"
    tree.other_county.save()
    assert "有 2 个单位叫“和龙”" in sheet(HEAD + "和龙,人口,2023,1,年鉴\n").mistakes[2][0]


def test_nothing_is_written_while_a_row_is_wrong(tree):
    with pytest.raises(BadInput, match="有 1 行不能导入，什么都没有写入"):
        brought(GOOD + "亚特兰蒂斯,人口,2023,1,年鉴\n")
    assert not Statistic.objects.exists()


def test_the_good_rows_come_in_alone_when_that_is_wanted(tree):
    assert brought(GOOD + "亚特兰蒂斯,人口,2023,1,年鉴\n", partly=True) == (2, 0, 0, 1)


def test_units_outside_the_scope_are_not_found(tree, lead):
    scope = scope_to_bring(scope_of(lead, SINCE), tree.province)
    found = sheet(GOOD + "广东省,人口,2023,1,年鉴\n", scope)
    assert len(found.lines) == 2
    assert "没有找到单位“广东省”" in found.mistakes[4][0]


def test_officers_may_read_and_not_bring(tree):
    officer = appoint("officer_of_numbers", tree.county, "officer")
    with pytest.raises(NotPermitted, match="只有“和龙”或上级单位的负责人"):
        scope_to_bring(scope_of(officer, SINCE), tree.county)


def test_an_import_writes_one_line_of_audit(tree, lead):
    import_statistics(sheet=sheet(GOOD), at=tree.province, by=lead)
    line = AuditLine.objects.get(act="units.import-statistics")
    assert (line.chain, line.by_id) == (tree.province.pk, lead.pk)


def test_columns_that_are_missing_are_named():
    with pytest.raises(BadInput, match="缺少这些列：年份、来源"):
        read_statistics(list(read_text("单位,指标,数值\n和龙市,人口,1\n")))


def test_a_table_copied_from_a_spreadsheet_is_read(tree):
    assert brought(GOOD.replace(",", "\t").replace('"98\t000"', "98000")) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234", 1234), ("12.5万", 125_000), ("２３", 23), ("1.2亿", 120_000_000), ("0.5", Decimal("0.5")), ("-1", None)],
)
def test_numbers_are_read_as_tables_write_them(text, number):
    assert number_in(text) == number


def test_a_statistic_of_ones_own_keeps_its_words():
    assert title_of_key("公园数") == "公园数"
    assert title_of_key("population") == "常住人口"


def test_units_stand_side_by_side_and_who_has_none_is_shown(tree, django_assert_num_queries):
    brought(GOOD)
    with django_assert_num_queries(1):
        found = side_by_side([tree.county, tree.other_county, tree.zone], "population", 2023)
    assert [one and int(one.value) for _unit, one in found] == [125_000, 98_000, None]
    assert series_of([tree.county.pk, tree.zone.pk]) == [("population", 2023, 1)]


def run(*arguments):
    return CliRunner().invoke(command, ["statistics", *map(str, arguments)])


def test_the_command_says_what_a_spreadsheet_brings(tree, tmp_path):
    book = Workbook()
    for row in (["单位", "指标", "年份", "数值", "来源"], ["和龙市", "青年", 2023, 4000, "示例"]):
        book.active.append(row)
    book.save(tmp_path / "numbers.xlsx")
    assert "新增 1，更新 0，相同 0，有错 0 行" in run(tmp_path / "numbers.xlsx").output
    assert live(tree.county) == {("young-people", 2023): 4000}


def test_the_command_writes_an_error_sheet_with_the_rows_as_they_were(tree, tmp_path):
    (tmp_path / "numbers.csv").write_text(GOOD + "亚特兰蒂斯,人口,2023,1,年鉴\n")
    assert run(tmp_path / "numbers.csv").exit_code != 0
    errors = (tmp_path / "numbers-errors.csv").read_text("utf-8-sig").splitlines()
    assert errors[1] == "亚特兰蒂斯,人口,2023,1,年鉴,在您负责的范围里没有找到单位“亚特兰蒂斯”,4"


def test_a_preview_writes_nothing(tree, tmp_path):
    (tmp_path / "numbers.csv").write_text(GOOD)
    assert run(tmp_path / "numbers.csv", "--preview").exit_code == 0
    assert not Statistic.objects.exists()

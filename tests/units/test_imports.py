"""Trees from files: all rows or none, and a sheet that says why."""

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import AuditLine
from sangzi.kernel.packages import Limits
from sangzi.kernel.worksheets import limits
from sangzi.units import queries
from sangzi.units.actions import ImportRefused, import_units
from sangzi.units.imports import tables
from sangzi.units.models import Unit, UnitEvent

pytestmark = pytest.mark.django_db
HEAD = "code,name,parent,level\n"
CHINESE = "代码,名称,上级代码,级别,类别,是否正式,成立日期\n"


@pytest.fixture
def bring(tmp_path):
    def bring(text, name="units.csv", encoding="utf-8"):
        file = tmp_path / name
        file.write_bytes(text.encode(encoding))
        return import_units(path=file, by=None)

    return bring


@pytest.fixture
def sheet(tmp_path):
    def sheet(*rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "units.xlsx")
        return tmp_path / "units.xlsx"

    return sheet


def reasons(error):
    text = Path(error.value.context["report"]).read_text(encoding="utf-8-sig")
    return {row[-1]: row[-2] for row in csv.reader(text.splitlines())}


def test_a_tree_of_ones_own_comes_in_whatever_the_order_of_its_rows(bring):
    done = bring(HEAD + "B2,二村,B,5\nA,某县,,3\nB,某乡,A,4\nB1,一村,B,5\n")
    village = queries.unit_by_code("B1")
    assert done.added == 4
    assert [unit.name for unit in queries.ancestors(village)] == ["某县", "某乡"]
    assert (village.initials, village.order) == ("yc", 1)


def test_chinese_headings_words_and_days_are_understood(tree, bring):
    bring(CHINESE + "222406200,东城乡,222406,乡镇,区划,否,2021年3月1日\nTX,某团支部,YBDX,,分支,,\n", encoding="gb18030")
    township, branch = queries.unit_by_code("222406200"), queries.unit_by_code("TX")
    assert (township.official, township.founded, township.level) == (False, date(2021, 3, 1), 4)
    assert (branch.kind, branch.parent) == ("branch", tree.branch)


def test_a_spreadsheet_comes_in_like_a_text(tree, sheet):
    file = sheet(
        ["代码", "名称", "上级代码", "级别", "成立日期"],
        [222406200.0, "东城乡", 222406, 4, datetime(2021, 3, 1)],  # noqa: DTZ001 (a cell knows no zone)
    )
    assert import_units(path=file, by=None).added == 1
    assert queries.unit_by_code("222406200").founded == date(2021, 3, 1)


def test_the_published_list_of_villages_comes_in_as_it_is(tree, bring):
    done = bring(
        "code,name,streetCode,provinceCode,cityCode,areaCode\n"
        '222406101001,"头道社区居委会",222406101,22,2224,222406\n'
        '350527000000,"金门县",350527000,35,3505,350527\n'
    )
    assert (done.added, done.left_out) == (1, 1)
    assert list(queries.children(tree.other_township).values_list("short", "level")) == [("头道社区", 5)]


def test_what_is_there_already_is_passed_over(tree, bring):
    done = bring(HEAD + "222406104201,石国村委会,222406104,5\n222406104203,新村委会,222406104,5\n")
    assert (done.added, done.same) == (1, 1)


def test_a_row_without_a_day_is_as_old_as_what_it_hangs_on(tree, bring):
    bring(HEAD + "X1,新兴镇,222406,4\n")
    assert queries.unit_by_code("X1").founded == tree.county.founded


def test_an_import_is_one_event_and_one_audit_line(tree, bring):
    bring(HEAD + "X1,新兴镇,222406,4\nX2,新兴村,X1,5\n")
    event = UnitEvent.objects.get()
    assert [line.event for line in queries.history(queries.unit_by_code("X2"))] == [event]
    assert event.last_unit - event.first_unit == 1
    assert AuditLine.objects.get().about == f"event:{event.pk}"


WRONG = {
    "a duplicate code": ("X1,一村,222406104,5\nX1,二村,222406104,5\n", "3", "与第2行重复"),
    "an orphan": ("X1,一村,NOWHERE,5\n", "2", "找不到上级"),
    "a circle": ("X1,甲,X2,9\nX2,乙,X1,9\n", "2", "成了一个圈"),
    "an unknown level": ("X1,一村,222406104,里\n", "2", "级别“里”"),
    "a level above its parent's": ("X1,一县,222406104,3\n", "2", "必须低于上级"),
    "a second root": ("X1,某国,,0\n", "2", "最上级单位已经有了"),
    "no name": ("X1,,222406104,5\n", "2", "名称为空"),
    "a code no address can carry": ("X 1,一村,222406104,5\n", "2", "代码“X 1”"),
    "another unit's code": ("222406,冒名市,222400,3\n", "2", "已属于“和龙市”"),
}


@pytest.mark.parametrize("what", WRONG)
def test_one_wrong_row_stops_all_and_is_told(tree, bring, what):
    rows, line, reason = WRONG[what]
    count = Unit.objects.count()
    with pytest.raises(ImportRefused) as refused:
        bring(HEAD + rows + "X9,好村,222406104,5\n")
    assert reason in reasons(refused)[line]
    assert reason in refused.value.sentence
    assert (Unit.objects.count(), UnitEvent.objects.count()) == (count, 0)


@pytest.mark.parametrize("day", ["2021-02-30", "去年", "2021"])
def test_a_day_that_is_none_is_told(tree, bring, day):
    with pytest.raises(ImportRefused, match=f"“{day}”不是日期"):
        bring(CHINESE + f"X1,某镇,222406,4,,,{day}\n")


def test_a_unit_cannot_be_older_than_its_parent(tree, bring):
    with pytest.raises(ImportRefused, match="早于上级“和龙市”"):
        bring(CHINESE + "X1,某镇,222406,4,,,1999-01-01\n")


def test_the_error_sheet_shows_the_row_as_it_was(tree, bring):
    with pytest.raises(ImportRefused) as refused:
        bring(HEAD + "=1+1,一村,NOWHERE,5\n")
    text = Path(refused.value.context["report"]).read_text(encoding="utf-8-sig")
    row = text.splitlines()[1]
    assert (row.startswith("'=1+1,一村,NOWHERE,5,"), row.endswith(",2")) == (True, True)


def test_the_error_sheet_of_a_spreadsheet_is_a_spreadsheet(tree, sheet):
    with pytest.raises(ImportRefused) as refused:
        import_units(path=sheet(["code", "name", "parent", "level"], ["X1", "一村", "NOWHERE", 5]), by=None)
    report = Path(refused.value.context["report"])
    row = list(load_workbook(report).active.values)[1]
    assert (row[:4], "找不到上级" in row[4], row[5]) == (("X1", "一村", "NOWHERE", "5"), True, 2)


def test_an_error_sheet_is_mended_and_brought_as_it_is(tree, sheet):
    with pytest.raises(ImportRefused) as refused:
        import_units(path=sheet(["code", "name", "parent", "level"], ["X1", "一村", "NOWHERE", 5]), by=None)
    report = Path(refused.value.context["report"])
    book = load_workbook(report)
    book.active["C2"] = "222406104"
    book.save(report)
    assert import_units(path=report, by=None).added == 1


def test_where_no_sheet_can_be_written_the_sentence_tells(tree, tmp_path, bring):
    (tmp_path / "units-errors.csv").mkdir()
    with pytest.raises(ImportRefused, match="错误表写不进"):
        bring(HEAD + "X1,一村,NOWHERE,5\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "是空的"),
        ("code,name\nX1,一村\n", "缺少这些列：上级代码、级别"),
        (HEAD, "第1行之后没有内容"),
        ('code,name,parent,level\n"' + "x" * 200_000 + '"\n', "第2行不是 CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tree, bring, text, sentence):
    with pytest.raises(BadInput, match=sentence):
        bring(text)


def test_a_file_that_is_no_text_is_refused(tree, tmp_path):
    (tmp_path / "units.csv").write_bytes(b"\xff\x00\x81\x30")
    with pytest.raises(BadInput, match="UTF-8"):
        import_units(path=tmp_path / "units.csv", by=None)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="没有文件"):
        import_units(path=tmp_path / "units.csv", by=None)


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "PACKAGE", Limits(parts=2_000, unpacked=2**20, part=2**20))
    with zipfile.ZipFile(tmp_path / "units.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2**21)
    with pytest.raises(BadInput, match="解压后过大"):
        import_units(path=tmp_path / "units.xlsx", by=None)


def test_an_archive_that_is_no_spreadsheet_is_refused(tree, tmp_path):
    with zipfile.ZipFile(tmp_path / "units.xlsx", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(BadInput, match=r"不是 \.xlsx 表格"):
        import_units(path=tmp_path / "units.xlsx", by=None)


def test_entities_of_a_spreadsheet_are_not_unfolded(tree, sheet, tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    with zipfile.ZipFile(sheet(["code"])) as good, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as bad:
        for part in good.namelist():
            bad.writestr(part, bomb if "sheet1.xml" in part else good.read(part))
    with pytest.raises(BadInput, match="第1行缺少这些列"):
        import_units(path=tmp_path / "bad.xlsx", by=None)


def test_branches_are_not_nested_deeper_than_paths_reach(tree, bring):
    chain = "".join(f"D{n},支部{n},{f'D{n - 1}' if n else 'YBDX'},9\n" for n in range(20))
    with pytest.raises(ImportRefused, match="层级过深"):
        bring(HEAD + chain)


def test_a_file_that_is_too_large_is_refused_unread(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LARGEST", limits.Most(10, 10))
    (tmp_path / "units.csv").write_text(HEAD)
    with pytest.raises(BadInput, match="请分成几个文件"):
        import_units(path=tmp_path / "units.csv", by=None)


def test_a_list_may_be_longer_than_a_sheet_that_people_fill_in(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 1)
    (tmp_path / "units.csv").write_text(HEAD + "X1,一村,222406104,5\nX2,二村,222406104,5\n")
    assert import_units(path=tmp_path / "units.csv", by=None).added == 2
    monkeypatch.setattr(tables, "LARGEST", limits.Most(10**6, 2))
    with pytest.raises(BadInput, match="表格超过2行"):
        import_units(path=tmp_path / "units.csv", by=None)


def test_progress_is_told_to_the_end(tree, tmp_path):
    (tmp_path / "units.csv").write_text(HEAD + "X1,一村,222406104,5\n")
    heard = []
    import_units(path=tmp_path / "units.csv", by=None, progress=lambda *said: heard.append(said))
    assert heard[-1][:2] == (1, 1)

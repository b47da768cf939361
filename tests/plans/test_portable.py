"""PDF: paragraphs over lines and pages, heads and feet, tables over pages, turned pages, scans."""

from __future__ import annotations

import pytest

from sangzi.plans.extract import PlanFileUnreadable, extract
from sangzi.plans.extract.glyphs import plain
from sangzi.plans.extract.portable import ranges

from .tables.pdf import Sheet

LONG = "到2026年，新建苗圃不少于5个，培训林农三万人次，每个乡镇至少配备2名护林员，森林覆盖率达到45%以上，并且持续巩固。"


@pytest.fixture
def read(tmp_path):
    def extracted(sheet):
        (tmp_path / "plan.pdf").write_bytes(sheet.written())
        return extract(tmp_path / "plan.pdf")

    return extracted


@pytest.mark.parametrize("per_line", [10, 16, 30])
def test_the_lines_of_a_paragraph_are_joined_however_short(read, per_line):
    sheet = Sheet()
    for _ in range(6):
        sheet.paragraph(LONG, per_line=per_line)
    assert read(sheet).text == f"{LONG}\n" * 6


def test_a_paragraph_goes_on_over_the_end_of_a_page_without_head_and_number(read):
    sheet = Sheet()
    paragraphs = [f"到2026年，第{number}区{LONG[7:]}" for number in range(30)]
    for words in paragraphs:
        sheet.paragraph(words, per_line=20)
    for number, page in enumerate(sheet.pages, 1):
        sheet.pages[-1], last = page, sheet.pages[-1]
        sheet.words(200, 30, "林业发展规划")
        sheet.words(280, 800, f"— {number} —")
        sheet.pages[-1] = last
    assert read(sheet).text.splitlines() == paragraphs


def grid(sheet, rows, wide=100, high=20):
    for row in rows:
        for at, words in enumerate(row):
            left = sheet.left + at * wide
            sheet.box(left, sheet.y, left + wide, sheet.y + high)
            sheet.words(left + 4, sheet.y + 5, words)
        sheet.y += high


def test_a_table_goes_on_over_the_end_of_a_page_and_its_head_is_read_once(read):
    sheet = Sheet()
    head = ["指标", "2025年目标"]
    grid(sheet, [head, ["造林（亩）", "40"]])
    sheet.new_page()
    grid(sheet, [head, ["苗圃（个）", "5"]])
    assert read(sheet).text == "指标\t2025年目标\n造林（亩）\t40\n苗圃（个）\t5\n"


@pytest.mark.parametrize("rotated", [90, 180, 270])
def test_a_turned_page_without_turned_words_is_left_out(read, rotated):
    sheet = Sheet(rotated=rotated)
    sheet.line("到2026年，新建苗圃5个。")
    with pytest.raises(PlanFileUnreadable):
        read(sheet)


def test_pages_that_are_pictures_are_told_by_their_numbers(read):
    sheet = Sheet()
    sheet.line("到2026年，新建苗圃不少于5个。")
    for _ in range(2):
        sheet.new_page()
        sheet.picture()
    found = read(sheet)
    assert "2–3" in found.warnings[0]
    assert found.text == "到2026年，新建苗圃不少于5个。\n"


def test_a_scan_is_refused_with_what_to_do(read):
    sheet = Sheet()
    sheet.picture()
    with pytest.raises(PlanFileUnreadable, match=r"扫描件.*文字识别"):
        read(sheet)


def test_numbers_of_pages_are_told_as_ranges():
    assert ranges([1, 3, 4, 5, 9]) == "1、3–5、9"


def test_a_radical_is_the_character_it_looks_like():
    assert "".join(map(plain, "⼀⻅⾏一")) == "一见行一"

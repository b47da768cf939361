"""Every annotated table is read alike, whatever form it comes in."""

from __future__ import annotations

from functools import reduce

import pytest

from sangzi.engines.plangrammar import read
from sangzi.plans.extract import extract

from . import samples, writing

WHOLE = {"tabs": writing.tabs, "bars": writing.bars, "set with blanks": writing.set_with_blanks}
BROKEN = {
    "blanks": (writing.blanks, 0.88),
    "a cell a line": (writing.cell_a_line, 0.92),
    "one line": (writing.one_line, 0.87),
}
FILES = {"docx": writing.docx, "xlsx": writing.xlsx, "html": writing.html}
WITHOUT_SPANS = ("02_schools", "06_talent", "08_review", "10_culture", "16_towns")


def totals(text_of):
    found = [samples.score(one, read(text_of(one)).commitments) for one in map(samples.sample, samples.names())]
    stated, seen, matched, right = (sum(column) for column in list(zip(*found, strict=True))[:4])
    return 2 * matched / (stated + seen), 2 * right / (stated + seen), reduce(list.__add__, [one[4] for one in found])


def through(tmp_path, suffix, write, **options):
    def text_of(one):
        path = tmp_path / f"{one.name}{suffix}"
        write(one, path, **options)
        return extract(path).text

    return text_of


@pytest.mark.parametrize("form", WHOLE)
def test_a_table_that_keeps_its_rows_is_read_in_full(form):
    detection, strict, wrong = totals(WHOLE[form])
    assert (detection, strict) == (1.0, 1.0), wrong


@pytest.mark.parametrize("form", BROKEN)
def test_a_table_that_lost_its_empty_cells_is_read_for_the_most_part(form):
    write, least = BROKEN[form]
    detection, strict, wrong = totals(write)
    assert detection >= least, wrong
    assert strict >= least - 0.06, wrong


@pytest.mark.parametrize("suffix", FILES)
def test_a_table_in_a_file_is_read_in_full(tmp_path, suffix):
    detection, strict, wrong = totals(through(tmp_path, f".{suffix}", FILES[suffix]))
    assert (detection, strict) == (1.0, 1.0), wrong


@pytest.mark.parametrize(("ruled", "least"), [(True, 1.0), (False, 0.96)])
def test_a_table_in_a_pdf_is_read(tmp_path, ruled, least):
    detection, strict, wrong = totals(through(tmp_path, ".pdf", writing.pdf, ruled=ruled))
    assert detection == 1.0, wrong
    assert strict >= least, wrong


@pytest.mark.parametrize("name", WITHOUT_SPANS)
@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_columns_does_not_matter(name, seed):
    one = samples.sample(name)
    moved = samples.Sample(one.name, one.before, writing.shuffled(one, seed), one.after, one.stated)
    straight = sorted((found.value, found.deadline or "") for found in read(writing.tabs(one)).commitments)
    assert sorted((found.value, found.deadline or "") for found in read(writing.tabs(moved)).commitments) == straight


def test_a_cell_tells_its_row_its_column_its_unit_and_its_date():
    found = read(writing.tabs(samples.sample("01_health"))).commitments[1]
    told = {name: reason.words for name, reason in found.because.items()}
    assert (told["row"], told["column"], told["unit"]) == ("人均预期寿命", "年度2025年目标值", "岁")
    assert told["deadline"] == "年度2025年目标值"


def test_a_year_and_a_unit_above_a_table_are_told_as_said_there():
    found = read(writing.tabs(samples.sample("16_towns"))).commitments[0]
    assert (found.because["unit"].words, found.because["deadline"].words) == ("单位:亩", "2025年")

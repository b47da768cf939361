"""Linear in the length, whatever is repeated. Steps are counted, not timed; `benchmarks/plan_reader.py` times.

Two guards: four times the text makes about four times the calls; and no pattern repeats two things without a
bound, as a rule of dashes under a header once did, except where `SEVERAL` says why it is linear all the same.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as kinds
import re._parser as parser
import sys

import pytest

from sangzi.engines import plangrammar
from sangzi.engines.plangrammar import PlanEmpty, read
from tests.engines.plangrammar.agreement import DEVELOPMENT

REPEATED = {
    "a plan": (DEVELOPMENT / "science.txt").read_text("utf-8"),
    "one sentence without a stop": "建设学校3所、",
    "one comma clause": "建设学校3所",
    "no marks": "全面推进建设三十所学校覆盖率达到百分之九十",
    "digits": "1",
    "grouped digits": "111,",
    "ten thousands": "万",
    "chinese numerals": "一万",
    "percentages": "90%",
    "open percentages": "百分之",
    "ranges": "1至",
    "rises": "由5%提高到6%",
    "open quotes": "“到2025年",
    "open brackets": "（",
    "open notes": "（责任部门：",
    "nested brackets": "((甲",
    "owner notes": "（责任部门：甲局）",
    "labels": "责任单位：",
    "roles": "牵头",
    "leading organs": "由市教育局牵头",
    "table headers": "指标\t2025年\t",
    "header words": "指标 单位 2025年目标 1 ",
    "lines of a cell": "指标\n2025年目标\n",
    "headings": "一、目标\n（一）建设\n1.甲\n",
    "items": "\n2.50个小区",
    "line breaks": "进一步加强，\n\n",
    "ornaments": "★甲",
    "spaces": "甲 ",
    "nothing": "\x00甲",
    "half a pair": "\ud800甲",
    "markers": "1.甲。",
    "commas": "、",
    "each": "每",
    "each one": "每个",
    "rates": "甲率",
    "years": "2025年",
    "colons": "到2025年目标：",
    "all": "所有",
    "emails": "a@",
    "surnames": "联系人：张",
    "letters": "A",
}
BEGUN = {
    "a header and a rule without an end": ("指标|单位|2025年目标|", "-"),
    "a person and blanks": ("联系人：张三", " "),
    "a note and organs": ("建设5所学校。（责任单位：", "市教育局、"),
    "a table": ("指标 单位 2025年目标\n", "甲乙 个 5\n"),
    "a heading without an end": ("一、", "主要"),
}
FEW, TIMES = 2_400, 4
SEVERAL = {
    "cells.VALUE": "asked of one cell from its beginning",
    "cleaning._REMOVABLE": "each alternative takes what it runs over",
    "figures._SERIAL": "asked of one name from its beginning",
    "headers._CELL": "runs over words that no other repeat of it may take",
    "headers._RULE": "asked after a header; runs over one line and does not go back",
    "grids._RULED": "asked of one line; does not go back",
    "kinds._KIND": "asked of 40 characters",
    "quantities._QUANTITY": "asked of one cell",
    "sentences._CUT": "each alternative takes what it runs over",
    "streams._FIRST": "parted by a line break, which neither may take",
    "streams._OPENS": "parted by a line break, which neither may take",
    "tables._CAPTION": "asked of one cell",
}
"""Patterns with several repeats without a bound, which might try each length of one with each of another, and why
they do not. The modules of `ONE_CLAUSE`, and those of names, `title…`, look at bounded windows only.
"""
ONE_CLAUSE = {
    "conditions",
    "distributions",
    "entitlements",
    "indicators",
    "nearmisses",
    "ratios",
    "times",
    "unnumbered",
}


def steps(text):
    """How many functions are called while a text is read."""
    count = 0

    def called(_frame, event, _of):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        read(text)
    except PlanEmpty:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("begun", "piece"), [*(("", piece) for piece in REPEATED.values()), *BEGUN.values()], ids=[*REPEATED, *BEGUN]
)
def test_four_times_the_text_takes_about_four_times_the_steps(begun, piece):
    short, long = (begun + (piece * (length // len(piece) + 1))[:length] for length in (FEW, TIMES * FEW))
    assert steps(long) < 1.25 * TIMES * steps(short) + 500


def _unbounded(parsed):
    """Every repeat without an upper bound in a parsed pattern."""
    for operator, value in parsed:
        if operator in {kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT}:
            if value[1] == kinds.MAXREPEAT:
                yield operator
            yield from _unbounded(value[2])
        elif operator is kinds.BRANCH:
            for branch in value[1]:
                yield from _unbounded(branch)
        elif operator in {kinds.SUBPATTERN, kinds.ASSERT, kinds.ASSERT_NOT, kinds.ATOMIC_GROUP}:
            yield from _unbounded(value if operator is kinds.ATOMIC_GROUP else value[-1])


def _patterns():
    for found in pkgutil.iter_modules(plangrammar.__path__):
        module = importlib.import_module(f"{plangrammar.__name__}.{found.name}")
        for name, value in vars(module).items():
            bounded = found.name in {*ONE_CLAUSE, "searches"} or found.name.startswith("title")
            if isinstance(value, re.Pattern) and not bounded:
                yield f"{found.name}.{name}", value


def test_no_pattern_repeats_several_things_without_a_bound_unless_it_is_known_to_be_linear():
    repeats = {name: parser.parse(pattern.pattern, pattern.flags) for name, pattern in _patterns()}
    assert {name for name, parsed in repeats.items() if len(list(_unbounded(parsed))) > 1} <= set(SEVERAL)

"""Conditions about a date that the applicant gives: near enough to the first day of the round."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sangzi.kernel.errors import BadInput
from sangzi.programmes.actions import begin, fill
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.conditions import age_on, span_of, unmet
from sangzi.programmes.definitions import frozen, programmes
from sangzi.programmes.meaning import complaints
from sangzi.programmes.steps import Within

from .made_rounds import NOW, apply_for, declared, first_come, opening_in, people_of, round_of

GRADUATES = {"key": "graduates", "title": "毕业时间", "title_en": "Graduation", "kind": "date", "required": True}
OPENS = date(2024, 5, 1)


def programme(*within, field=GRADUATES, **more):
    """Who graduated no more than three years ago, or will within one, unless `within` says otherwise."""
    asked = list(within) or [{"field": "graduates", "years": 3, "ahead": 1}]
    step = {"kind": "screening", "by_hand": False, "within": asked} | more
    return declared(step, first_come(), applications={"fields": [field]})


@pytest.fixture
def round_(tree):
    made = round_of(programme(), tree.province, opens=OPENS)
    opening_in(made, tree.county)
    return made


@pytest.fixture
def person(tree):
    return people_of(tree.township, 1)[0]


@pytest.mark.parametrize("day", ["2021-05-01", "2024-05-01", "2025-05-01"])
def test_the_first_and_the_last_day_are_within(round_, person, day):
    assert apply_for(round_, person, answers={"graduates": day}).state == "placed"


@pytest.mark.parametrize("day", ["2021-04-30", "2025-05-02"])
def test_a_day_outside_is_refused_with_the_days_that_would_do(round_, person, day):
    with pytest.raises(BadInput, match=r"“毕业时间”须在2021年5月1日至2025年5月1日之间") as refusal:
        apply_for(round_, person, answers={"graduates": day})
    assert refusal.value.context["field"] == "conditions"


def test_a_draft_without_the_day_is_not_complained_about(round_, person):
    draft = begin(round=round_, bidder=Bidder("person", person), key="d", now=NOW, by=None)
    definition = frozen(round_.definition)
    assert unmet(definition, draft, Bidder.of(draft), NOW.date()) == []
    filled = fill(application=draft, answers={"graduates": "2010-06-30"}, revision=0, now=NOW, by=None)
    assert len(unmet(definition, filled, Bidder.of(filled), NOW.date())) == 1


def test_evidence_counts_as_long_as_it_is_kept(tree, person):
    kept = round_of(programme(field=GRADUATES | {"keep": 30}), tree.province, opens=OPENS)
    opening_in(kept, tree.county)
    with pytest.raises(BadInput, match="毕业时间"):
        apply_for(kept, person, answers={"graduates": "2010-06-30"})


def test_all_dates_that_are_outside_are_said_together(tree, person):
    born = GRADUATES | {"key": "child", "title": "孩子出生日期"}
    asked = [{"field": "graduates", "years": 3}, {"field": "child", "years": 2}]
    made = declared({"kind": "screening", "within": asked}, applications={"fields": [GRADUATES, born]})
    there = round_of(made, tree.province, opens=OPENS)
    opening_in(there, tree.county)
    with pytest.raises(BadInput, match=r"毕业时间.*孩子出生日期"):
        apply_for(there, person, answers={"graduates": "2010-06-30", "child": "2024-05-02"})


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 100), st.integers(0, 100))
def test_years_are_counted_as_ages_are(opens, years, ahead):
    first, last = span_of(Within(field="a", years=years, ahead=ahead), opens)
    assert (age_on(first, opens), opens.year - first.year) == (years, years)
    assert last.year - opens.year == ahead
    assert (last.month, last.day) in {(opens.month, opens.day), (2, 28)}


@pytest.mark.parametrize(
    ("within", "field", "sentence"),
    [
        ({"field": "gradautes", "years": 3}, GRADUATES, "没有日期字段“gradautes”；是不是“graduates”"),
        ({"field": "graduates", "years": 3}, GRADUATES | {"kind": "text"}, "没有日期字段“graduates”"),
        ({"field": "graduates", "years": 3}, GRADUATES | {"required": False}, "请加上 required = true"),
    ],
)
def test_a_condition_that_cannot_be_looked_at_is_told(within, field, sentence):
    assert any("steps.screening.within：" in one and sentence in one for one in told(within, field=field))


def test_a_date_has_one_condition():
    twice = {"field": "graduates", "years": 3}
    assert any("只能写一次" in one for one in told(twice, twice))


def told(*within, **more):
    return complaints(programme(*within, **more))


@pytest.mark.parametrize(
    "within",
    [{"field": "graduates"}, {"field": "graduates", "yeers": 3}, {"years": 3}, {"field": "graduates", "years": -1}],
)
def test_a_condition_has_the_shape_that_it_must_have(within):
    with pytest.raises(ValidationError):
        programme(within)


def test_hostels_look_at_the_day_of_graduation():
    screening = programmes()["hostel-stays"].screening
    assert screening.within == (Within(field="graduates", years=3, ahead=1),)

"""Applying: drafts, what must be there, once however often it is asked, and the seat in a round of first come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangzi.kernel import movements
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import SCALE
from sangzi.programmes.actions import apply, begin, fill, return_for_mending, submit, withdraw
from sangzi.programmes.answering import answers_of
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.facts import applied_rows
from sangzi.programmes.models import Application, Opening, Placement
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences

from .made_rounds import NOW, apply_for, declared, first_come, opening_in, people_of, round_of

FIELDS = [
    {"key": "why", "title": "理由", "title_en": "Why", "required": True},
    {"key": "income", "title": "收入", "title_en": "Income", "kind": "money", "keep": 30},
]


@pytest.fixture
def people(tree):
    return people_of(tree.township, 4)


@pytest.fixture
def first(tree):
    return round_of(declared(first_come(), applications={"wishes": 3}), tree.province)


@pytest.fixture
def screened(tree):
    return round_of(declared({"kind": "screening"}, applications={"fields": FIELDS}), tree.province)


def draft(round_, person):
    return begin(round=round_, bidder=Bidder("person", person), key=f"d{person.pk}", now=NOW, by=None)


def told(refusal):
    return refusal.value.context.get("field")


def test_a_draft_is_begun_once_by_the_same_key(screened, people):
    assert draft(screened, people[0]).pk == draft(screened, people[0]).pk


def test_a_second_application_is_refused_and_names_the_first(screened, people):
    there = draft(screened, people[0])
    with pytest.raises(Conflict, match="已有1份") as refusal:
        begin(round=screened, bidder=Bidder("person", people[0]), key="other", now=NOW, by=None)
    assert refusal.value.context["application"] == there.pk


def test_a_key_of_somebody_else_is_refused(screened, people):
    draft(screened, people[0])
    with pytest.raises(Conflict, match="编号"):
        begin(round=screened, bidder=Bidder("person", people[1]), key=f"d{people[0].pk}", now=NOW, by=None)


def test_a_draft_may_leave_open_what_must_be_answered(screened, people):
    filled = fill(application=draft(screened, people[0]), answers={}, revision=0, now=NOW, by=None)
    assert (filled.state, filled.revision) == ("draft", 1)


def test_what_somebody_else_changed_is_not_overwritten(screened, people):
    there = draft(screened, people[0])
    fill(application=there, answers={"why": "一"}, revision=0, now=NOW, by=None)
    with pytest.raises(Conflict, match="在别处改过"):
        fill(application=there, answers={"why": "二"}, revision=0, now=NOW, by=None)


def test_answers_that_are_kept_for_a_time_lie_apart(screened, people):
    filled = fill(
        application=draft(screened, people[0]), answers={"why": "想", "income": "100"}, revision=0, now=NOW, by=None
    )
    assert "income" not in filled.answers
    assert answers_of(filled) == {"why": "想", "income": "100"}


def test_handing_in_asks_for_what_is_missing(screened, people, tree):
    opening_in(screened, tree.county)
    with pytest.raises(BadInput) as refusal:
        submit(application=draft(screened, people[0]), revision=0, now=NOW, by=None)
    assert told(refusal) == "why"


def test_one_who_must_be_looked_at_waits_with_the_county_that_offers(screened, people, tree):
    opening = opening_in(screened, tree.county)
    done = apply_for(screened, people[0], opening, answers={"why": "想"})
    assert (done.state, done.unit) == ("submitted", tree.county)


def test_the_only_opening_need_not_be_chosen(screened, people, tree):
    opening = opening_in(screened, tree.county)
    done = apply_for(screened, people[0], answers={"why": "想"})
    assert [wish.opening for wish in done.wishes.all()] == [opening]


def test_a_second_click_finds_it_handed_in(screened, people, tree):
    opening_in(screened, tree.county)
    there = fill(application=draft(screened, people[0]), answers={"why": "想"}, revision=0, now=NOW, by=None)
    done = [submit(application=there, revision=1, now=NOW, by=None) for _click in range(2)]
    assert {one.pk for one in done} == {there.pk}
    assert there.milestones.filter(outcome="submitted").count() == 1


def test_the_first_come_has_the_seat_and_the_next_waits(first, people, tree):
    opening = opening_in(first, tree.county)
    states = [apply_for(first, person, opening).state for person in people[:3]]
    assert states == ["placed", "waiting", "waiting"]
    assert list(opening.wishes.order_by("pk").values_list("line", flat=True)) == [None, 1, 2]


def test_the_next_wish_is_tried_when_the_dearest_is_taken(first, people, tree):
    one, other = opening_in(first, tree.county), opening_in(first, tree.other_county)
    apply_for(first, people[0], one)
    second = apply_for(first, people[1], one, other)
    assert (second.state, second.placements.get().opening) == ("placed", other)


def test_the_same_key_again_takes_no_second_seat(first, people, tree):
    opening = opening_in(first, tree.county, capacity=5)
    done = [apply_for(first, people[0], opening) for _retry in range(3)]
    assert len({one.pk for one in done}) == 1
    assert (Opening.objects.get().taken, Placement.objects.count()) == (1, 1)


def test_a_draft_handed_in_takes_the_seat_too(first, people, tree):
    opening = opening_in(first, tree.county)
    there = fill(application=draft(first, people[0]), answers={}, wishes=[opening], revision=0, now=NOW, by=None)
    assert submit(application=there, revision=1, now=NOW, by=None).state == "placed"
    assert there.wishes.get().state == "got"


def test_who_withdraws_lets_the_next_one_in(first, people, tree):
    opening = opening_in(first, tree.county)
    placed, waiting = (apply_for(first, person, opening) for person in people[:2])
    withdraw(application=placed, now=NOW, by=None)
    waiting.refresh_from_db()
    opening.refresh_from_db()
    assert (waiting.state, opening.taken, waiting.placements.get().state) == ("placed", 1, "held")


def test_after_withdrawing_one_may_apply_again(first, people, tree):
    opening = opening_in(first, tree.county)
    withdraw(application=apply_for(first, people[0], opening), now=NOW, by=None)
    assert apply_for(first, people[0], opening, key="again").state == "placed"


@pytest.mark.parametrize(("days", "sentence"), [(-10, "开始报名"), (400, "截止")])
def test_outside_its_time_a_round_takes_nothing(first, people, tree, days, sentence):
    with pytest.raises(BadInput, match=sentence):
        apply_for(first, people[0], opening_in(first, tree.county), now=NOW + timedelta(days=days))


def test_more_wishes_than_allowed_are_refused(screened, people, tree):
    two = [opening_in(screened, tree.county) for _each in range(2)]
    with pytest.raises(BadInput, match="最多填1个"):
        apply_for(screened, people[0], *two, answers={"why": "想"})


def test_another_kind_of_applicant_is_refused(first, people):
    with pytest.raises(BadInput, match="换一种身份"):
        apply(round=first, bidder=Bidder("team", people[0]), answers={}, wishes=[], key="t", now=NOW, by=None)


def test_what_is_to_be_mended_is_handed_in_again(screened, people, tree):
    opening_in(screened, tree.county)
    there = apply_for(screened, people[0], answers={"why": "想"})
    back = return_for_mending(application=there, reason="写具体", now=NOW, by=None)
    filled = fill(application=back, answers={"why": "想学"}, revision=back.revision, now=NOW, by=None)
    again = submit(application=filled, revision=filled.revision, now=NOW, by=None)
    assert (again.state, again.reason) == ("submitted", "")


@pytest.mark.parametrize(
    ("condition", "born", "sentence"),
    [
        ({"least_age": 16}, date(2010, 1, 1), "年满16"),
        ({"most_age": 20}, date(1990, 1, 1), "不超过20"),
        ({"least_age": 16}, None, "出生日期"),
        ({"listed_in": "mentors"}, date(2000, 1, 1), "名册"),
    ],
)
def test_a_condition_that_is_not_met_is_said(tree, condition, born, sentence):
    round_ = round_of(declared({"kind": "screening", **condition}), tree.province)
    opening_in(round_, tree.county)
    person = people_of(tree.township, 1, born=born)[0]
    with pytest.raises(BadInput, match=sentence):
        apply_for(round_, person)


def test_nothing_is_written_of_an_application_that_was_refused(first, people, tree):
    with pytest.raises(BadInput):
        apply_for(first, people[0], opening_in(first, tree.county, state="withdrawn"))
    assert Application.objects.count() == 0


def test_figures_follow_applications(first, people, tree):
    opening = opening_in(first, tree.county)
    rebuild(now=NOW, by=None)
    placed, _waiting = (apply_for(first, person, opening) for person in people[:2])
    withdraw(application=placed, now=NOW, by=None)
    movements.settle_all()
    assert applied_rows("return-home").amount.sum() == 2 * SCALE
    assert list(differences()) == []

"""Seats, lines and beds under real processes: whatever meets, nothing is given twice and nobody is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sangzi.kernel import movements
from sangzi.people.models import Person
from sangzi.programmes.actions import allot, begin, draw_lots, fill
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Opening, Placement, Slot, Wish
from sangzi.programmes.soundness import breaches
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences
from tests.programmes.made_rounds import (
    NOW,
    apply_for,
    declared,
    first_come,
    opening_in,
    people_of,
    round_of,
    with_beds,
)

from .crew import crew_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

PROCESSES = 8
LATER = NOW + timedelta(days=30)
UNTIL = NOW + timedelta(days=10)
JUNE = date(2024, 6, 1)


@pytest.fixture(scope="module")
def crew(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), crew_of(PROCESSES) as crew:
        yield crew


@pytest.fixture
def round_(tree):
    return round_of(declared(first_come(), applications={"wishes": 3}), tree.province)


def applying(round_, person, *openings, key="", **stay):
    told = {"round": round_.pk, "person": person.pk, "openings": [one.pk for one in openings]}
    return "apply", {**told, "key": key or f"key-{person.pk}", "now": NOW.isoformat(), **stay}


def withdrawing(application):
    return "withdraw", {"application": application.pk, "now": NOW.isoformat()}


def answering(verb, placement, now=LATER):
    return "answer", {"verb": verb, "placement": placement.pk, "now": now.isoformat()}


def counted(outcomes):
    """How often each thing was done or refused; an error is shown whole."""
    assert [told for told in outcomes if told[0] == "error"] == []
    return Counter(told[1] if told[0] == "done" else "refused" for told in outcomes)


def sound():
    return list(breaches()) == []


def test_the_last_seat_is_taken_by_one_of_eight_and_the_rest_wait_in_line(crew, round_, tree):
    opening = opening_in(round_, tree.county)
    outcomes = crew.rush([applying(round_, person, opening) for person in people_of(tree.township, PROCESSES)])
    assert counted(outcomes) == {"placed": 1, "waiting": 7}
    assert sorted(Wish.objects.filter(state="waiting").values_list("line", flat=True)) == list(range(1, 8))
    assert sound()


def test_a_double_click_is_one_application_and_one_seat(crew, round_, tree):
    opening, person = opening_in(round_, tree.county, 5), people_of(tree.township, 1)[0]
    outcomes = crew.rush([applying(round_, person, opening, key="one form")] * PROCESSES)
    assert counted(outcomes) == {"placed": PROCESSES}
    assert (Application.objects.count(), Opening.objects.get().taken) == (1, 1)


def test_a_retry_after_a_time_out_finds_what_the_first_try_did(crew, round_, tree):
    opening, person = opening_in(round_, tree.county, 5), people_of(tree.township, 1)[0]
    there = begin(round=round_, bidder=Bidder("person", person), key="d", now=NOW, by=None)
    fill(application=there, answers={}, wishes=[opening], revision=0, now=NOW, by=None)
    told = "submit", {"application": there.pk, "revision": 1, "now": NOW.isoformat()}
    assert counted(crew.rush([told] * 16)) == {"placed": 16}
    assert (Placement.objects.count(), Opening.objects.get().taken, sound()) == (1, 1, True)


def test_two_forms_of_one_person_are_one_application(crew, round_, tree):
    one, other = opening_in(round_, tree.county), opening_in(round_, tree.other_county)
    person = people_of(tree.township, 1)[0]
    acts = [applying(round_, person, (one, other)[n % 2], key=f"form {n}") for n in range(PROCESSES)]
    assert counted(crew.rush(acts)) == {"placed": 1, "refused": PROCESSES - 1}
    assert (Placement.objects.count(), sound()) == (1, True)


def test_wishes_in_opposite_orders_do_not_wait_for_each_other(crew, round_, tree):
    one, other = opening_in(round_, tree.county, 2), opening_in(round_, tree.other_county, 2)
    orders = [(one, other), (other, one)]
    acts = [applying(round_, person, *orders[n % 2]) for n, person in enumerate(people_of(tree.township, 32))]
    assert counted(crew.rush(acts)) == {"placed": 4, "waiting": 28}
    assert sound()


def offered(tree, count):
    """Places that were offered by lot, the others waiting."""
    lottery = {"kind": "allotment", "method": "lottery", "accept_hours": 48}
    round_ = round_of(declared(lottery), tree.province, apply_until=UNTIL)
    opening = opening_in(round_, tree.county, count)
    for person in people_of(tree.township, 2 * count):
        apply_for(round_, person, opening)
    draw_lots(round=round_, seed="1", now=LATER, by=None)
    allot(round=round_, now=LATER, by=None)
    return opening, list(Placement.objects.order_by("pk"))


def test_accepting_declining_and_lapsing_at_once_is_one_of_them(crew, tree):
    opening, placements = offered(tree, 6)
    over = LATER + timedelta(hours=48)
    acts = []
    for placement in placements:
        acts += [answering("accept", placement), answering("decline", placement), answering("lapse", placement, over)]
    outcomes = crew.rush(acts)
    opening.refresh_from_db()
    assert [told for told in outcomes if told[0] == "error"] == []
    assert (opening.taken, sound()) == (6, True)
    first = Placement.objects.filter(pk__in=[one.pk for one in placements]).values_list("state", flat=True)
    assert set(first) <= {"held", "declined", "lapsed"}


def test_withdrawing_and_moving_up_at_once_loses_no_seat_and_nobody(crew, round_, tree):
    opening = opening_in(round_, tree.county, 4)
    applied = [apply_for(round_, person, opening) for person in people_of(tree.township, 16)]
    leaving = [withdrawing(one) for one in applied[:6]]
    coming = [applying(round_, person, opening) for person in people_of(tree.township, 10)]
    acts = [act for pair in zip(leaving, coming, strict=False) for act in pair] + coming[6:]
    assert [told for told in crew.rush(acts) if told[0] != "done"] == []
    opening.refresh_from_db()
    assert (opening.taken, Application.objects.filter(state="waiting").count(), sound()) == (4, 16, True)


def test_the_only_holder_leaves_in_the_moment_in_which_somebody_joins_the_line(crew, round_, tree):
    for _turn in range(6):
        opening = opening_in(round_, tree.county)
        holder, joiner = people_of(tree.township, 2)
        holding = apply_for(round_, holder, opening)
        crew.rush([withdrawing(holding), applying(round_, joiner, opening)])
        opening.refresh_from_db()
        assert (opening.taken, Application.objects.get(person=joiner).state) == (1, "placed")


def test_beds_of_overlapping_stays_are_never_given_twice(crew, tree):
    definition = declared(first_come(), openings={"dated": True, "longest": 7})
    round_ = round_of(definition, tree.province)
    opening = opening_in(round_, tree.county, 2)
    with_beds(opening, {JUNE + timedelta(days=day): 2 for day in range(10)})
    acts = []
    for n, person in enumerate(people_of(tree.township, 24)):
        since = JUNE + timedelta(days=n % 6)
        stay = {"since": since.isoformat(), "until": (since + timedelta(days=1 + n % 4)).isoformat()}
        acts.append(applying(round_, person, opening, **stay))
    outcomes = counted(crew.rush(acts))
    assert outcomes["placed"] + outcomes["waiting"] == 24
    assert sound()
    assert max(Slot.objects.values_list("taken", flat=True)) == 2


def test_an_opening_is_withdrawn_while_people_apply(crew, round_, tree):
    opening = opening_in(round_, tree.county, 3)
    acts = [applying(round_, person, opening) for person in people_of(tree.township, 15)]
    acts.insert(7, ("withdraw_opening", {"opening": opening.pk, "now": NOW.isoformat()}))
    outcomes = crew.rush(acts)
    assert [told for told in outcomes if told[0] == "error"] == []
    opening.refresh_from_db()
    assert (opening.taken, sound()) == (0, True)
    assert not Application.objects.filter(state__in=("placed", "waiting")).exists()


def test_five_hundred_in_the_opening_minute_for_a_hundred_seats(crew, round_, tree):
    rebuild(now=timezone.now(), by=None)
    opening = opening_in(round_, tree.county, 100)
    people = Person.objects.bulk_create(Person(name=f"张{n}", home=tree.township) for n in range(500))
    outcomes = crew.rush([applying(round_, person, opening) for person in people])
    assert counted(outcomes) == {"placed": 100, "waiting": 400}
    line = Wish.objects.filter(state="waiting").order_by("line").values_list("line", flat=True)
    assert list(line) == list(range(1, 401))
    assert (Application.objects.count(), sound()) == (500, True)
    movements.settle_all()
    assert [one for one in differences() if not one.measure.startswith("programmes.posts")] == []

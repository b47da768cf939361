"""What time does: reminders once each, places that lapse, applications that sleep."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sangzi.kernel import jobs
from sangzi.kernel.models import Job
from sangzi.notices.models import Notice
from sangzi.programmes import keeping
from sangzi.programmes.actions import allot, begin, break_off, closing, draw_lots
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Opening, Placement
from sangzi.programmes.telling import tell_closed
from sangzi.programmes.waiting_times import close_sleeping, move_lines, remind_of_deadlines

from .made_rounds import NOW, apply_for, declared, first_come, opening_in, people_of, round_of

UNTIL = NOW + timedelta(days=10)
OPEN = {"kind": "screening", "by_hand": False}
LOTTERY = {"kind": "allotment", "method": "lottery", "accept_hours": 48}


@pytest.fixture
def people(tree):
    return people_of(tree.township, 3)


def with_draft(tree, people, **more):
    round_ = round_of(declared(first_come(), {"kind": "close", "dormant": 90}), tree.province, **more)
    opening = opening_in(round_, tree.county)
    begin(round=round_, bidder=Bidder("person", people[0]), key="d", now=NOW, by=None)
    return round_, opening


def said(person):
    return [notice.key.split(":")[2] for notice in Notice.objects.filter(person=person).order_by("pk")]


def test_a_draft_is_reminded_three_days_and_one_day_before_the_end_once_each(tree, people):
    with_draft(tree, people, apply_until=UNTIL)
    for hours in (0, 24 * 7, 24 * 7 + 1, 24 * 9, 24 * 9 + 5, 24 * 10):
        remind_of_deadlines(NOW + timedelta(hours=hours))
    assert said(people[0]) == ["three-days", "one-day"]


def test_who_has_handed_in_is_not_reminded(tree, people):
    round_, opening = with_draft(tree, people, apply_until=UNTIL)
    apply_for(round_, people[1], opening)
    remind_of_deadlines(UNTIL - timedelta(hours=5))
    assert said(people[1]) == []


def test_an_extended_round_reminds_before_its_new_end(tree, people):
    round_, _opening = with_draft(tree, people, apply_until=UNTIL)
    remind_of_deadlines(UNTIL - timedelta(hours=60))
    round_.apply_until = UNTIL + timedelta(days=5)
    round_.save()
    remind_of_deadlines(UNTIL + timedelta(days=5) - timedelta(hours=60))
    assert said(people[0]) == ["three-days", "three-days"]


def test_an_application_that_sleeps_is_closed_with_a_reason_that_is_told(tree, people):
    with_draft(tree, people)
    close_sleeping(NOW + timedelta(days=89))
    assert Application.objects.get().state == "draft"
    close_sleeping(NOW + timedelta(days=91))
    assert (Application.objects.get().state, Application.objects.get().reason) == ("closed", "90天没有进展，自动关闭")
    assert "90天" in Notice.objects.get(person=people[0]).words


def offered(tree, people):
    round_ = round_of(declared(OPEN, LOTTERY), tree.province, apply_until=UNTIL)
    opening = opening_in(round_, tree.county)
    for person in people:
        apply_for(round_, person, opening)
    draw_lots(round=round_, seed="1", now=UNTIL, by=None)
    return round_


def test_what_is_not_accepted_goes_round_until_somebody_accepts(tree, people):
    allot(round=offered(tree, people), now=UNTIL, by=None)
    move_lines(UNTIL + timedelta(hours=47))
    assert list(Placement.objects.values_list("state", flat=True)) == ["offered"]
    move_lines(UNTIL + timedelta(hours=49))
    move_lines(UNTIL + timedelta(hours=98))
    assert list(Placement.objects.order_by("pk").values_list("state", flat=True)) == ["lapsed", "lapsed", "offered"]


def test_who_has_an_offer_is_reminded_a_day_before_it_lapses(tree, people):
    allot(round=offered(tree, people), now=UNTIL, by=None)
    for hours in (1, 25, 26, 47):
        remind_of_deadlines(UNTIL + timedelta(hours=hours))
    assert Notice.objects.filter(kind="programmes.deadline").count() == 1


def test_a_line_that_was_left_behind_moves_up(tree, people):
    round_, opening = with_draft(tree, people)
    for person in people[1:]:
        apply_for(round_, person, opening)
    Opening.objects.update(capacity=2)
    move_lines(NOW)
    assert Placement.objects.count() == 2


def in_line(tree, people, **opening):
    """The first has the seat, the others wait in line; places are to be accepted within 48 hours."""
    definition = declared(first_come(accept_hours=48), applications={"wishes": 2})
    round_ = round_of(definition, tree.province)
    there = opening_in(round_, tree.county, **{"until": (NOW + timedelta(days=30)).date()} | opening)
    return there, [apply_for(round_, person, there) for person in people]


def leaves_early(opening, today):
    placement = Placement.objects.get(opening=opening, until=None)
    Placement.objects.filter(pk=placement.pk).update(since=today.date(), state="serving")
    placement = Placement.objects.select_related("opening__round", "opening__unit").get(pk=placement.pk)
    day = today.date()
    return break_off(placement=placement, on=day, reason="搬家", today=day, now=today, by=None)


def test_the_time_to_accept_a_seat_that_somebody_left_begins_when_it_is_offered(tree, people):
    opening, _applications = in_line(tree, people)
    today = NOW + timedelta(days=20)
    leaves_early(opening, today)
    offer = Placement.objects.get(state="offered")
    assert offer.accept_by == today + timedelta(hours=48)
    move_lines(today + timedelta(hours=47))
    assert Placement.objects.get(state="offered") == offer


def test_nobody_is_offered_a_seat_whose_last_day_is_over(tree, people):
    opening, _applications = in_line(tree, people)
    leaves_early(opening, NOW + timedelta(days=31))
    assert not Placement.objects.filter(state="offered").exists()


def test_who_waits_for_what_is_over_leaves_the_line_and_is_told(tree, people):
    _opening, applications = in_line(tree, people)
    move_lines(NOW + timedelta(days=30))
    assert not Notice.objects.filter(title__contains="候补已到期").exists()
    move_lines(NOW + timedelta(days=31))
    states = [Application.objects.get(pk=one.pk).state for one in applications]
    assert states == ["placed", "unplaced", "unplaced"]
    told = Notice.objects.filter(title__contains="候补已到期")
    assert [notice.person for notice in told.order_by("pk")] == people[1:]


def test_who_waits_elsewhere_too_stays_in_that_line(tree, people):
    opening, _applications = in_line(tree, people[:1])
    other = opening_in(opening.round, tree.county)
    apply_for(opening.round, people[1], other)
    waits = apply_for(opening.round, people[2], opening, other)
    for days in (31, 32):
        move_lines(NOW + timedelta(days=days))
    assert Application.objects.get(pk=waits.pk).state == "waiting"
    assert [wish.state for wish in waits.wishes.order_by("rank")] == ["missed", "waiting"]
    assert Notice.objects.filter(person=people[2], title__contains="候补已到期").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_large_round_is_allotted_by_a_worker(tree, people, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    round_ = offered(tree, people)
    allot(round=round_, now=UNTIL, by=None)
    assert Placement.objects.count() == 0
    while jobs.work_once("a worker"):
        pass
    assert (Placement.objects.count(), Job.objects.exclude(state="done").count()) == (1, 0)


def test_lot_after_lot_sleeps_and_each_is_told_once_for_itself(tree, people, monkeypatch):
    """What a lot closes is told to those of the lot, not again to all before them; units are told, too."""
    round_, _opening = with_draft(tree, people)
    for number, one in enumerate(people[1:]):
        begin(round=round_, bidder=Bidder("person", one), key=f"d{number}", now=NOW, by=None)
    Application.objects.filter(person=people[2]).update(person=None, for_unit=tree.township, kind="unit")
    asked = []

    def noted(round_, keys, reason, **told):
        asked.append(len(keys))
        tell_closed(round_, keys, reason, **told)

    monkeypatch.setattr(closing, "LOT", 2)
    monkeypatch.setattr(closing, "tell_closed", noted)
    close_sleeping(NOW + timedelta(days=100))
    assert asked == [2, 1]
    assert Notice.objects.filter(key__contains=":closed:").count() == 3
    assert Notice.objects.filter(key__contains=":closed:", unit=tree.township).count() == 1

"""A batch decides as each decision by itself would, in a statement a table."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError
from django.forms import model_to_dict

from sangzi.kernel.audit import verify
from sangzi.kernel.models import AuditLine
from sangzi.notices.models import Notice
from sangzi.programmes.actions import admit, decide_many, refuse, screening
from sangzi.programmes.models import Application

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, round_of

BY_HAND = {"kind": "screening"}
DRAWN = {"kind": "allotment", "method": "serial"}


@pytest.fixture
def drawn(tree):
    """Makes a round in which lots are drawn after somebody looked, with so many who applied at two units."""

    def of(number, *steps):
        definition = declared(BY_HAND, *(steps or [DRAWN]), applications={"wishes": 2})
        round_ = round_of(definition, tree.county)
        one, other = opening_in(round_, tree.township), opening_in(round_, tree.village)
        applied = []
        for at, person in enumerate(people_of(tree.township, number)):
            wishes = (one, other) if at % 2 else (other, one)
            applied.append(apply_for(round_, person, *wishes, key=f"{round_.pk}-{at}"))
        return applied

    return of


def left_by(applications):
    """Everything that deciding left, without keys."""
    rows = Application.objects.filter(pk__in=[one.pk for one in applications]).order_by("pk")
    return [
        {
            "application": model_to_dict(one, exclude=["id", "round", "person", "key"]),
            "wishes": list(one.wishes.order_by("rank").values_list("rank", "state", "line")),
            "milestones": list(one.milestones.order_by("pk").values_list("step", "outcome", "note", "at")),
            "notice": notice_of(one),
            "line": line_of(one),
        }
        for one in rows
    ]


def notice_of(application):
    notice = Notice.objects.get(about=f"application:{application.pk}")
    key = notice.key.replace(f":{application.pk}:", ":").split("/")[0]
    return notice.title, notice.text, json.loads(notice.told), key


def line_of(application):
    line = AuditLine.objects.filter(about=f"application:{application.pk}").latest("pk")
    return line.act, line.chain, json.loads(line.detail)["state"]


@pytest.mark.parametrize("decision", ["admit", "refuse"])
def test_a_batch_leaves_what_each_by_itself_would_leave(drawn, decision):
    alone, together = drawn(4), drawn(4)
    for one in alone:
        if decision == "admit":
            admit(application=one, now=NOW, by=None)
        else:
            refuse(application=one, reason=" 材料不全 ", now=NOW, by=None)
    outcome = decide_many(applications=together, decision=decision, reason=" 材料不全 ", now=NOW, by=None)
    assert (outcome.done, outcome.refused) == (4, [])
    assert left_by(together) == left_by(alone)
    assert list(verify()) == []


def test_ten_times_as_many_cost_no_more_queries(drawn, django_assert_max_num_queries):
    few, many = drawn(4), drawn(40)
    with django_assert_max_num_queries(30):
        decide_many(applications=few, decision="admit", now=NOW, by=None)
    with django_assert_max_num_queries(30):
        assert decide_many(applications=many, decision="admit", now=NOW, by=None).done == 40


def test_who_takes_a_seat_by_the_decision_is_decided_alone(drawn):
    seated = drawn(3, {"kind": "allotment", "method": "first-come"})
    assert decide_many(applications=seated, decision="admit", now=NOW, by=None).done == 3
    assert sorted(Application.objects.values_list("state", flat=True)) == ["placed", "placed", "waiting"]


def test_a_part_that_fails_as_a_whole_is_decided_one_by_one(drawn, monkeypatch):
    def fail(*_told, **_more):
        raise DatabaseError("lost")

    monkeypatch.setattr(screening, "decide_together", fail)
    assert decide_many(applications=drawn(3), decision="admit", now=NOW, by=None).done == 3


def test_nobody_is_decided_twice_in_a_batch(drawn):
    three = drawn(3)
    refuse(application=three[1], reason="否", now=NOW, by=None)
    outcome = decide_many(applications=three, decision="refuse", reason="满", now=NOW, by=None)
    assert (outcome.done, [one.pk for one, _why in outcome.refused]) == (2, [three[1].pk])

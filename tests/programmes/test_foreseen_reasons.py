"""Who reads what became of an application asks why next: what that takes is got ready meanwhile, and only then."""

from __future__ import annotations

import threading

import pytest

from sangzi.engines.matching.whatif import settled
from sangzi.programmes.models import Application, Run
from sangzi.programmes.queries.why import outcome_of, why_of
from sangzi.programmes.runs.recalled import SETTLING, _recalled, recalled

from .made_rounds import apply_for, opening_in, people_of
from .test_why import allotted, by_lot, crowd, made


@pytest.fixture
def given(tree):
    """Makes a round that is published by a method, and tells the application that got nothing and the run as kept."""

    def publish(method):
        _recalled.cache_clear()  # another test may have had the same keys
        round_ = made(tree, method)
        opening = opening_in(round_, tree.county, 5)
        crowd(tree, round_, opening, count=5)
        apply_for(round_, people_of(tree.district, 1)[0], opening)
        allotted(round_)
        run = Run.objects.defer("input", "output").get(round=round_)
        last = next(one for one in by_lot(round_) if recalled(run).got(recalled(run).turn_of(one.pk)) is None)
        return Application.objects.select_related("round__unit").get(pk=last.pk), recalled(run)

    return publish


def settling():
    return [one for one in threading.enumerate() if one.name == SETTLING]


def test_reading_what_became_of_it_gets_the_reasons_ready(given, monkeypatch):
    application, _run = given("optimal")
    outcome_of(application)
    for thread in settling():
        thread.join(timeout=60)
    monkeypatch.setattr("sangzi.programmes.runs.recalled.settled", None)  # once more would fail
    assert "至少会减少15分" in why_of(application).wishes[0].says


def test_who_asks_meanwhile_waits_for_the_same_and_does_not_begin_anew(given, monkeypatch):
    application, run = given("optimal")
    begun, may_end, times = threading.Event(), threading.Event(), []

    def slow(*asked):
        times.append(asked)
        begun.set()
        assert may_end.wait(60)
        return settled(*asked)

    monkeypatch.setattr("sangzi.programmes.runs.recalled.settled", slow)
    run.foresee()
    assert begun.wait(60)
    run.foresee()
    asked = threading.Thread(target=run.by_prices, args=(run.turn_of(application.pk), 0))
    asked.start()
    may_end.set()
    asked.join(timeout=60)
    assert (asked.is_alive(), len(times)) == (False, 1)


@pytest.mark.parametrize("method", ["lottery", "stable"])
def test_where_claims_say_why_there_is_nothing_to_get_ready(given, method):
    application, _run = given(method)
    outcome_of(application)
    assert settling() == []


def test_nobody_gets_anything_ready_before_somebody_reads(given):
    given("optimal")
    assert settling() == []

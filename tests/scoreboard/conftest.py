"""Facts that live in a list, indicators of all seven shapes over them, and a fresh set of measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db import transaction

from sangzi.kernel import facts
from sangzi.kernel.facts import Fact, Movement, rows_from
from sangzi.people.models import Person
from sangzi.scoreboard import actions, declared, figures, increments, indicators
from sangzi.scoreboard.indicators import Indicator

PEOPLE = 4


@dataclass
class Ledger:
    """What the invented facts hold; `write` tells of a movement as an action would."""

    rows: list[Movement] = field(default_factory=list)

    def columns(self, key):
        return lambda tag: rows_from(
            (m.unit, m.on, m.amount, m.person) for m in self.rows if (m.fact, m.tag) == (key, tag)
        )

    def of_person(self, key):
        def rows(tag, person):
            mine = [m for m in self.rows if (m.fact, m.tag, m.person) == (key, tag, person)]
            return rows_from((m.unit, m.on, m.amount, m.person) for m in mine)

        return rows

    @transaction.atomic
    def write(self, *movements: Movement, tell=increments.apply) -> None:
        for movement in movements:
            if movement.fact == "t.people" and movement.amount < 0:
                self.rows.remove(movement._replace(amount=-movement.amount))
            else:
                self.rows.append(movement)
        tell(list(movements))


def indicator(key, shape, fact, **more) -> Indicator:
    plain = {"title": key, "title_en": key, "unit": "个", "unit_en": "", "words": ["词"], "source": "-"}
    plain |= {"summary": "一句话。", "summary_en": "A sentence."}
    return Indicator(key=key, shape=shape, measure={"fact": fact, "tag": "a"}, **plain, **more)


def shapes() -> dict[str, Indicator]:
    made = [
        indicator("homes", "count", "t.stock"),
        indicator("sessions", "count", "t.flow", reading="year"),
        indicator("students", "count", "t.people", reading="year"),
        indicator("coverage", "coverage", "t.stock", over="township"),
        indicator("each", "each", "t.stock", over="village", at_least=2),
        indicator("share", "share", "t.flow", denominator={"fact": "t.stock", "tag": "a"}, reading="total"),
        indicator("pairing", "pairing", "t.stock", denominator={"fact": "t.flow", "tag": "a"}),
        indicator("growth", "growth", "t.flow"),
        indicator("frequency", "frequency", "t.flow", at_least=2),
    ]
    return {one.key: one for one in made}


@pytest.fixture
def ledger(tree, monkeypatch):
    """Three invented facts (flow, stock, people) and an indicator of every shape over them."""
    ledger = Ledger()
    kinds = {"t.flow": "flow", "t.stock": "stock", "t.people": "people"}
    known = {
        key: Fact(key, key, kind, ledger.columns(key), lambda: ["a"], ledger.of_person(key))
        for key, kind in kinds.items()
    }
    monkeypatch.setattr(facts, "_facts", known)
    invented = shapes()
    monkeypatch.setattr(declared, "from_files", lambda: invented)
    declared._at.cache_clear()
    declared.know_files_only()
    for number in range(PEOPLE):
        Person.objects.create(name=f"示例{number}", home=tree.nation)
    yield ledger
    declared._at.cache_clear()


@pytest.fixture
def figure(ledger):
    """A figure of one invented indicator: figure("homes", unit, day)."""

    def read(key, unit, day=date(2025, 12, 31)):
        wanted = indicators.indicators()[key]
        return figures.figures([wanted], [unit.pk], day)[key, unit.pk]

    return read


@pytest.fixture
def rebuilt(ledger):
    """All totals computed anew, so that there are denominators."""
    from django.utils import timezone

    return actions.rebuild(now=timezone.now(), by=None)

"""The one statement of the opening minute writes what the ten of every other minute write."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from sangzi.kernel.models import LooseLine, LooseMovement
from sangzi.people.models import Consent, Person
from sangzi.programmes import rush, soundness
from sangzi.programmes.actions import apply, begin, fill, submit
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Milestone, Opening, Placement, Wish

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOW = timezone.make_aware(datetime(2024, 5, 6, 9))  # noqa: DTZ001  (made aware here)
TABLES = (Application, Wish, Placement, Milestone, LooseLine, LooseMovement, Consent)
OWN = ("id", "application_id", "seal", "about", "key")  # keys of the rows themselves


@pytest.fixture
def opening(stage):
    Person.objects.update(born=date(2000, 1, 1))
    return stage.offer("volunteering", capacity=1)


def applied(stage, opening, person, key):
    bidder = Bidder("person", person=person)
    return apply(
        round=stage.rounds["volunteering"],
        bidder=bidder,
        answers={"free": ["周六"]},
        wishes=[opening],
        key=key,
        now=NOW,
        by=None,
    )


def handed_in(stage, opening, person, key):
    draft = begin(round=stage.rounds["volunteering"], bidder=Bidder("person", person=person), key=key, now=NOW, by=None)
    draft = fill(application=draft, answers={"free": ["周六"]}, wishes=[opening], revision=0, now=NOW, by=None)
    return submit(application=draft, revision=draft.revision, now=NOW, by=None)


def written():
    """All rows, without the keys that two runs cannot share."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in OWN}
            for row in model.objects.order_by("pk").values()
        ]
        for model in TABLES
    }


def after(act, *, monkeypatch, rushing):
    """What stands in the tables after an act that is rolled back; whether the one statement did it."""
    seats = []
    if rushing:
        seat = rush.seat
        monkeypatch.setattr(rush, "seat", lambda *given, **told: seats.append(seat(*given, **told)) or seats[-1])
    else:
        monkeypatch.setattr(rush, "fits", lambda *_given: False)
    with transaction.atomic():
        act()
        rows = written()
        counts = Opening.objects.values("taken", "last_line").get()
        transaction.set_rollback(True)
    monkeypatch.undo()
    return rows | {"opening": counts}, len(seats)


@pytest.mark.parametrize("way", [applied, handed_in])
@pytest.mark.parametrize("before", [0, 1, 2])
def test_it_writes_the_same_rows(stage, opening, monkeypatch, way, before):
    people = [Person.objects.select_related("home").get(pk=person.pk) for person in stage.people]
    for number in range(before):
        applied(stage, opening, people[number], f"before-{number}")

    def act():
        way(stage, opening, people[3], "k")

    fast, statements = after(act, monkeypatch=monkeypatch, rushing=True)
    slow, _none = after(act, monkeypatch=monkeypatch, rushing=False)
    assert statements == 1
    assert fast == slow


def test_many_are_sound(stage, opening):
    for number, person in enumerate(Person.objects.select_related("home")):
        applied(stage, opening, person, f"k{number}")
    assert list(soundness.breaches()) == []
    assert list(Wish.objects.order_by("pk").values_list("state", "line")) == [
        ("got", None),
        *(("waiting", n) for n in (1, 2, 3)),
    ]


def test_an_opening_that_was_withdrawn_is_refused_in_words(stage, opening):
    Opening.objects.update(state="withdrawn")
    with pytest.raises(Exception, match=r"不接受报名|撤下"):
        applied(stage, Opening.objects.select_related("unit").get(), stage.people[0], "k")
    assert not Application.objects.exists()

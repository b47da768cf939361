"""Handing in together leaves behind what handing in one after the other does; each is refused by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connections, transaction
from django.utils import translation

from sangzi.kernel.models import LooseLine, LooseMovement
from sangzi.people.models import Consent, Person
from sangzi.programmes import soundness, together
from sangzi.programmes.actions import begin, fill, submit
from sangzi.programmes.actions.applying import _look, _submit_alone
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Milestone, Opening, Placement, Wish
from sangzi.programmes.together import Alone, Ask, hand_in_all

from .made_rounds import NOW, declared, first_come, opening_in, people_of, round_of

pytestmark = pytest.mark.django_db

TABLES = (Application, Wish, Placement, Milestone, LooseLine, LooseMovement, Consent)
OWN = ("id", "seal")  # keys that two runs do not share, and what is made of them
AGREES = {"kind": "consent", "purpose": "办理报名", "purpose_en": "To apply", "days": 30}


def drafts_of(round_, people, *openings):
    """A draft for each, with the openings in this order."""
    drafts = []
    for person in people:
        bidder = Bidder("person", person=person)
        draft = begin(round=round_, bidder=bidder, key=f"k{person.pk}", now=NOW, by=None)
        drafts.append(fill(application=draft, answers={}, wishes=openings, revision=0, now=NOW, by=None))
    return drafts


def asks_of(drafts, look=_look, language="zh-hans"):
    return [Ask(draft.pk, draft.revision, NOW, None, look, language) for draft in drafts]


def one_by_one(drafts):
    for draft in drafts:
        _submit_alone(application=draft, revision=draft.revision, now=NOW, by=None, look=_look)


def left_behind(act, drafts):
    """What stands in the tables after an act, which is rolled back."""
    with transaction.atomic():
        act(drafts)
        rows = {
            model.__name__: sorted(
                str({name: value for name, value in row.items() if name not in OWN}) for row in model.objects.values()
            )
            for model in TABLES
        }
        rows["openings"] = list(Opening.objects.order_by("pk").values("pk", "taken", "last_line"))
        transaction.set_rollback(True)
    return rows


MANNERS = {
    "first come": declared(first_come()),
    "first come, no line": declared({**first_come(), "waiting": False}),
    "with consent": declared(AGREES, first_come()),
    "looked at by hand": declared({"kind": "screening", "by_hand": True}, first_come()),
    "by lot": declared({"kind": "allotment", "method": "lottery"}),
    "several wishes": declared(first_come(), applications={"wishes": 3}),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_it_leaves_behind_the_same(tree, manner):
    round_ = round_of(MANNERS[manner], tree.province)
    openings = [opening_in(round_, tree.county, 2), opening_in(round_, tree.other_county, 1)]
    wished = openings if manner == "several wishes" else openings[:1]
    drafts = drafts_of(round_, people_of(tree.township, 5), *wished)
    alone = left_behind(one_by_one, drafts)
    assert left_behind(lambda those: hand_in_all(asks_of(those)), drafts) == alone
    assert len(alone["Milestone"]) >= 5


def test_each_is_refused_by_itself_in_their_own_language(tree):
    round_ = round_of(declared({"kind": "screening", "by_hand": False, "least_age": 18}, first_come()), tree.province)
    people = people_of(tree.township, 3)
    Person.objects.update(born=date(2000, 1, 1))
    Person.objects.filter(pk=people[1].pk).update(born=date(2015, 1, 1))
    drafts = drafts_of(round_, people, opening_in(round_, tree.county, 5))
    asks = asks_of(drafts, language="en")
    answers = hand_in_all(asks)
    assert [getattr(one, "state", "refused") for one in answers] == ["placed", "refused", "placed"]
    assert "18" in answers[1].sentence
    assert not [letter for letter in answers[1].sentence if "\u4e00" <= letter <= "\u9fff"]
    assert translation.get_language() == "zh-hans"
    assert Application.objects.get(pk=drafts[1].pk).state == "draft"
    assert list(soundness.breaches()) == []


def test_an_opening_that_was_taken_back_refuses_only_its_own(tree):
    round_ = round_of(declared(first_come()), tree.province)
    one, other = opening_in(round_, tree.county, 5), opening_in(round_, tree.other_county, 5)
    people = people_of(tree.township, 2)
    drafts = drafts_of(round_, people[:1], one) + drafts_of(round_, people[1:], other)
    Opening.objects.filter(pk=one.pk).update(state="withdrawn")
    answers = hand_in_all(asks_of(drafts))
    assert "不接受报名" in answers[0].sentence
    assert answers[1].state == "placed"
    assert Application.objects.get(pk=drafts[0].pk).state == "draft"


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_nobody_takes_an_opening_back_between_looking_and_seating(tree):
    round_ = round_of(declared(first_come()), tree.province, apply_until=NOW + timedelta(days=3))
    opening = opening_in(round_, tree.county, 5)
    (draft,) = drafts_of(round_, people_of(tree.township, 1), opening)
    refused = []

    def take_back():
        try:
            with transaction.atomic():
                Opening.objects.select_for_update(nowait=True).get(pk=opening.pk)
        except OperationalError as error:
            refused.append(error)
        finally:
            connections.close_all()

    def look(held, wishes, revision, now):
        _look(held, wishes, revision, now)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(take_back).result()

    assert [one.state for one in hand_in_all(asks_of([draft], look))] == ["placed"]
    assert len(refused) == 1


def test_what_is_not_simple_is_done_alone(tree):
    beds = round_of(declared(first_come(), openings={"dated": True, "longest": 7}), tree.province)
    (draft,) = drafts_of(beds, people_of(tree.township, 1), opening_in(beds, tree.county, 1))
    (answer,) = hand_in_all(asks_of([draft]))
    assert isinstance(answer, Alone)


def test_a_second_click_in_the_same_batch_finds_what_the_first_one_did(tree):
    round_ = round_of(declared(first_come()), tree.province)
    (draft,) = drafts_of(round_, people_of(tree.township, 1), opening_in(round_, tree.county, 1))
    first, second = hand_in_all(asks_of([draft, draft]))
    assert first.state == "placed"
    assert isinstance(second, Alone)
    assert submit(application=draft, revision=draft.revision, now=NOW, by=None).state == "placed"
    assert Placement.objects.count() == 1


def test_a_batch_that_the_database_refuses_is_done_one_by_one(tree, monkeypatch):
    round_ = round_of(declared(first_come()), tree.province)
    opening = opening_in(round_, tree.county, 3)
    drafts = drafts_of(round_, people_of(tree.township, 2), opening)

    def refused(_handed, _now, _along):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    with monkeypatch.context() as broken:
        broken.setattr(together, "write_all", refused)
        placed = [submit(application=one, revision=one.revision, now=NOW, by=None) for one in drafts]
    assert [one.state for one in placed] == ["placed", "placed"]
    opening.refresh_from_db()
    assert opening.taken == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_threads_that_press_at_once_are_all_answered(tree):
    round_ = round_of(declared(first_come()), tree.province, apply_until=NOW + timedelta(days=3))
    opening = opening_in(round_, tree.county, 30)
    drafts = drafts_of(round_, people_of(tree.township, 80), opening)

    def press(draft):
        try:
            return submit(application=draft, revision=draft.revision, now=NOW, by=None).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        states = list(pool.map(press, drafts))
    assert (states.count("placed"), states.count("waiting")) == (30, 50)
    line = Wish.objects.filter(state="waiting").order_by("line").values_list("line", flat=True)
    assert list(line) == list(range(1, 51))
    assert list(soundness.breaches()) == []

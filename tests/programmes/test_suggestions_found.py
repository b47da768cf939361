"""The needs that were held out: whom the suggestions name first is right at least as often as whom the search finds."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from sangzi.people.models import Consent, Entry, Person
from sangzi.people.purposes import own_purpose
from sangzi.people.skills import rank
from sangzi.programmes.suggesting import best_for
from tests.people.needs import halves

from .made_rounds import declared, opening_in, round_of

TODAY = date(2024, 5, 6)
SUGGEST = {"suggest": {"registers": ["experts"], "most": 5}}


def listed(profiles, homes):
    """A line of the register for every profile."""
    persons = Person.objects.bulk_create(Person(name=f"甲{at}", home=homes[at]) for at in range(len(profiles)))
    purpose = own_purpose("experts")
    Consent.objects.bulk_create(Consent(person=one, purpose=purpose, given=TODAY) for one in persons)
    return Entry.objects.bulk_create(
        Entry(
            register="experts", person=person, unit=person.home, since=TODAY, by_self=True,
            fields=json.dumps({"subject": profile}, ensure_ascii=False),
        )
        for person, profile in zip(persons, profiles, strict=True)
    )  # fmt: skip


def right_first(tree, homes):
    """How many of the held-out needs have an answer first: by the suggestions, by the search alone, and of how many."""
    profiles, _tuned_on, held_out = halves()
    place = {entry.pk: at for at, entry in enumerate(listed(profiles, homes(len(profiles))))}
    round_ = round_of(declared(openings=SUGGEST, key="needs"), tree.province)
    suggested = searched = 0
    for need in held_out:
        opening = opening_in(round_, tree.county, title=need.text)
        found = best_for(opening, Entry.objects.all(), TODAY)
        suggested += bool(found) and place[found[0].entry.pk] in need.answers
        searched += bool(order := rank(profiles, need.text, limit=1)) and order[0][0] in need.answers
    return suggested, searched, len(held_out)


def test_the_first_suggestion_is_right_as_often_as_the_search(tree):
    suggested, searched, all_ = right_first(tree, lambda people: [tree.county] * people)
    assert suggested >= searched
    assert suggested / all_ >= 0.59


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_people_are_at_home_does_not_make_it_worse_by_much(tree, seed):
    chance = random.Random(seed)
    units = [tree.county, tree.township, tree.other_county, tree.district, tree.ragged_prefecture]
    suggested, searched, _all = right_first(tree, lambda people: chance.choices(units, k=people))
    assert suggested >= searched - 1

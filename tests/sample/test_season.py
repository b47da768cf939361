"""What somebody who looks at the demo finds: a shelf that is not empty, an employer's posts, rounds that are open."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from sangzi.kernel.models import Account
from sangzi.library.access import public_items
from sangzi.people.models import Entry, Person
from sangzi.people.skills import ranked
from sangzi.programmes.access import visible_openings
from sangzi.programmes.access.public import own_offers, public_rounds
from sangzi.programmes.models import Placement, Round
from sangzi.programmes.windows import is_taking
from sangzi.units.access import scope_of

from .conftest import UNTIL

pytestmark = pytest.mark.django_db

NOW = datetime.combine(UNTIL, time(18), ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("kind", ["story", "product", "lesson", "cultural-work"])
def test_there_are_things_to_look_at_each_told_in_words_of_its_own(sample, kind):
    items = public_items().filter(kind=kind, until=None, sample=True, title__endswith="（示例）")
    assert items.count() > 1
    assert len(set(items.values_list("summary", flat=True))) == items.count()


def test_the_employer_offers_posts_and_sees_its_own_alone(sample):
    employer = Account.objects.get(username="employer")
    offered = own_offers(Person.objects.get(account=employer))
    assert set(offered.values_list("round__programme", flat=True)) == {"internships"}
    assert offered.filter(state="review").exists()
    assert not visible_openings(scope_of(employer, UNTIL)).exists()


def test_only_rounds_of_this_season_take_applications(sample):
    taking = [one for one in public_rounds() if is_taking(one, NOW)]
    asked = [one for one in taking if '"kind":"applications"' in one.definition.replace(" ", "")]
    assert asked
    assert all((UNTIL - one.opens).days < 300 and one.apply_until for one in asked)


def test_a_need_finds_somebody_who_can_help(sample):
    found = ranked(Entry.objects.filter(until=None), "苹果梨黑星病怎么防治")
    assert "expert" in [one.entry.person.account and one.entry.person.account.username for one in found[:5]]


def test_every_expert_says_what_they_know(sample):
    assert not Entry.objects.filter(register="experts").exclude(fields__contains='"subject"').exists()


def test_nobody_is_still_offered_what_has_lapsed(sample):
    assert not Placement.objects.filter(state="offered", accept_by__lt=NOW).exists()
    assert Round.objects.filter(openings__placements__state="offered").exists()

"""What anybody may see of programmes: public rounds that were announced, and what is offered in them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.people.access import one_of
from sangzi.people.models import Person

from ..models import Opening, OpeningState, Round, RoundState


def public_rounds() -> QuerySet[Round]:
    """Rounds that are meant for the public; one in preparation is not announced."""
    return Round.objects.filter(public=True).exclude(state=RoundState.DRAFT)


def public_openings() -> QuerySet[Opening]:
    """What is offered in public rounds: what was looked at, not what waits to be."""
    return Opening.objects.filter(~Q(round__state=RoundState.DRAFT), round__public=True, state=OpeningState.OFFERED)


def get_public_round(key: int) -> Round:
    """A public round, unit along. Raises `NotVisible`."""
    return one_of(public_rounds().select_related("unit"), key, _("没有找到这个批次；请回到首页重新查找。"))


def get_public_opening(key: int) -> Opening:
    """An opening of a public round and all it names; also one withdrawn, to say so. Raises `NotVisible`."""
    shown = Q(state=OpeningState.OFFERED) | Q(state=OpeningState.WITHDRAWN)
    rows = Opening.objects.filter(shown, round__public=True).exclude(round__state=RoundState.DRAFT)
    along = ("unit", "round__unit", "place", "partner", "offered_by")
    return one_of(rows.select_related(*along), key, _("没有找到这个名额；请回到首页重新查找。"))


def own_offers(person: Person) -> QuerySet[Opening]:
    """What a person has offered, in their own name or for a partner, in any state."""
    for_partner = Q(partner__isnull=False, by__isnull=False, by=person.account_id)
    return Opening.objects.filter(Q(offered_by=person) | for_partner)

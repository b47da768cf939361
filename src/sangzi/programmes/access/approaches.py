"""Who may see that somebody was asked to help: oneself, and staff who work at the opening."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.models import Account
from sangzi.people.access import one_of
from sangzi.units.access import Scope

from ..models import Approach
from .rounds import get_opening_for, require_may_write


def own_approaches(account: Account) -> QuerySet[Approach]:
    """What the account's own person was asked, opening and round along, the latest first."""
    along = ("opening__round__unit", "opening__unit", "person")
    return Approach.objects.filter(person__account=account).select_related(*along).order_by("-asked", "-pk")


def get_own_approach(account: Account, key: int) -> Approach:
    """One of them. Raises `NotVisible`."""
    return one_of(own_approaches(account), key, _("没有找到这个邀请；请回到“我的”重新选择。"))


def get_approach_for(scope: Scope, opening: int, key: int) -> Approach:
    """Whom staff asked to help with an opening at which they write, opening and round along.

    Raises `NotVisible`, and `NotPermitted` for who only looks.
    """
    there = get_opening_for(scope, opening)
    require_may_write(scope, there.unit)
    rows = Approach.objects.filter(opening=there).select_related(
        "opening__round__unit", "opening__unit", "person__home"
    )
    return one_of(rows, key, _("没有找到这个邀请；请回到需求的页面。"))

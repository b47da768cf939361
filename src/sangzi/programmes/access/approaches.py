"""Who may see that somebody was asked to help: oneself; staff see it at the opening."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.models import Account
from sangzi.people.access import one_of

from ..models import Approach


def own_approaches(account: Account) -> QuerySet[Approach]:
    """What the account's own person was asked, opening and round along, the latest first."""
    along = ("opening__round__unit", "opening__unit", "person")
    return Approach.objects.filter(person__account=account).select_related(*along).order_by("-asked", "-pk")


def get_own_approach(account: Account, key: int) -> Approach:
    """One of them. Raises `NotVisible`."""
    return one_of(own_approaches(account), key, _("没有找到这个邀请；请回到“我的”重新选择。"))

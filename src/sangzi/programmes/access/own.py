"""What concerns oneself: applications one wrote or is a member of, and what came of them. Needs no scope."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.kernel.models import Account
from sangzi.people.access import one_of

from ..models import Application, ApplicationState, Member, Placement

ALONG = ("round__unit", "unit", "person__home", "partner", "for_unit")


def own_applications(account: Account) -> QuerySet[Application]:
    """Applications of the account's person, and those the account wrote for a partner or a unit.

    Each of the two has an index of its own; asked for with an "or", a database reads everybody's.
    """
    mine = Application.objects.filter(person__account=account).values("pk")
    written = Application.objects.filter(by=account).exclude(kind__in=("person", "team")).values("pk")
    return Application.objects.filter(pk__in=mine.union(written))


def shared_applications(account: Account) -> QuerySet[Application]:
    """Applications of teams that the account's person has agreed to be in."""
    joined = Member.objects.filter(person__account=account).exclude(agreed=None)
    return Application.objects.filter(pk__in=joined.values("application")).exclude(person__account=account)


def get_own_application(account: Account, key: int) -> Application:
    """An application of one's own, with all that it names. Raises `NotVisible`."""
    rows = own_applications(account).select_related(*ALONG)
    return one_of(rows, key, _("没有找到您的这份申请；请回到“我的”重新选择。"))


def get_readable_application(account: Account, key: int) -> Application:
    """An application of one's own, or of a team one is in. Raises `NotVisible`."""
    own = own_applications(account).filter(pk=key) | shared_applications(account).filter(pk=key)
    found = own.select_related(*ALONG).first()
    if found is None:
        raise NotVisible(_("没有找到您的这份申请；请回到“我的”重新选择。"), key=key)
    return found


def get_draft(account: Account, key: int) -> Application:
    """An application of one's own that can be changed now. Raises `NotVisible`."""
    in_hand = own_applications(account).filter(state__in=(ApplicationState.DRAFT, ApplicationState.RETURNED))
    return one_of(in_hand.select_related(*ALONG), key, _("这份申请不能再改；请回到“我的”查看。"))


def get_own_placement(account: Account, key: int) -> Placement:
    """A placement that came of one's own application, or of one's own. Raises `NotVisible`."""
    mine = Q(person__account=account) | Q(application__in=own_applications(account))
    rows = Placement.objects.filter(mine).select_related("opening__unit", "opening__round__unit", "application")
    return one_of(rows, key, _("没有找到您的这个结果；请回到“我的”重新选择。"))

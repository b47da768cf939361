"""Whom a change in the life of placements concerns, and the kinds of notices that tell them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from sangzi.kernel.models import Account
from sangzi.notices import kinds
from sangzi.notices.actions import tell_all
from sangzi.notices.reminders import Recipient
from sangzi.people.models import Person

from .models import COUNTED, Placement, PlacementState

SESSIONS = kinds.declare("programmes.sessions", gettext_lazy("场次安排"))
SERVICE = kinds.declare("programmes.service", gettext_lazy("参与过程"))
JUDGING = kinds.declare("programmes.judging", gettext_lazy("评审"))
NOTICES = kinds.declare("programmes.public-notices", gettext_lazy("公示与表彰"))
PAPERS = kinds.declare("programmes.papers", gettext_lazy("证书与发放"))

LIVING = (PlacementState.OFFERED, *COUNTED)


def persons_in(opening: int) -> QuerySet[Person]:
    """Everybody who has a place in an opening now: by themselves, in a team, or who applied for a partner."""
    live = Placement.objects.filter(opening=opening, until=None, state__in=LIVING)
    return Person.objects.filter(
        Q(placements__in=live)
        | Q(memberships__application__placements__in=live, memberships__agreed__isnull=False)
        | Q(applications__placements__in=live)
    ).distinct()


def persons_of(placement: Placement) -> QuerySet[Person]:
    """The same of one placement."""
    return Person.objects.filter(
        Q(placements=placement)
        | Q(memberships__application__placements=placement, memberships__agreed__isnull=False)
        | Q(applications__placements=placement)
    ).distinct()


def inform(
    recipients: Iterable[Recipient] | QuerySet[Person],
    *,
    kind: str,
    title: str,
    key: str,
    now: datetime,
    by: Account | None,
    text: str = "",
    link: str = "",
    about: str = "",
    **told: object,
) -> int:
    """Tell each of them once under this key. Words are marked with `gettext_noop`; `told` stands in their places."""
    return tell_all(
        recipients=recipients,
        kind=kind,
        title=title,
        text=text,
        told=told,
        link=link,
        about=about,
        key=key,
        now=now,
        by=by,
    )


def inform_placed(
    placement: Placement,
    *,
    kind: str,
    title: str,
    key: str,
    now: datetime,
    by: Account | None,
    text: str = "",
    **told: object,
) -> int:
    """The same for those of one placement, with the page of theirs that it is about."""
    return inform(
        persons_of(placement),
        kind=kind,
        title=title,
        text=text,
        key=key,
        link=f"/me/life/{placement.pk}/",
        about=f"placement:{placement.pk}",
        now=now,
        by=by,
        **{"opening": placement.opening.title, **told},
    )

"""What somebody can ask about their own applications: the list, one with its line of time, what may be offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from sangzi.kernel.paging import Page, page_of
from sangzi.people.models import Person

from ..models import (
    Application,
    ApplicationState,
    GuardianRequest,
    Member,
    Milestone,
    Opening,
    Placement,
    PlacementState,
    Record,
    Round,
    Wish,
)

SIZE = 20
LIVE = (PlacementState.OFFERED, PlacementState.HELD, PlacementState.SERVING)
IN_HAND = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@dataclass(frozen=True)
class Told:
    """One application with everything that its page shows."""

    wishes: list[Wish]
    milestones: list[Milestone]
    placements: list[Placement]
    members: list[Member]
    guardians: list[GuardianRequest]

    @property
    def offered(self) -> Placement | None:
        """The place that waits to be accepted."""
        return next((one for one in self.placements if one.state == PlacementState.OFFERED), None)


@dataclass(frozen=True)
class Amount:
    """What somebody did of one kind, summed."""

    programme: str
    kind: str
    quantity: Decimal
    records: int


def own_list(
    applications: QuerySet[Application], *, round_: int | None = None, after: str | None = None, size: int = SIZE
) -> Page[Application]:
    """A page of one's applications, newest first, rounds along. One query."""
    if round_ is not None:
        applications = applications.filter(round=round_)
    return page_of(applications.select_related("round__unit"), after=after, size=size)


def told_of(application: Application) -> Told:
    """Everything about one application. Five queries."""
    wishes = application.wishes.select_related("opening__unit")
    placements = application.placements.select_related("opening__unit", "opening__place").order_by("-pk")
    return Told(
        wishes=[one.as_told(application.state) for one in wishes.order_by("rank")],
        milestones=list(application.milestones.order_by("at", "pk")),
        placements=list(placements),
        members=list(application.members.order_by("pk")),
        guardians=list(application.guardian_requests.order_by("-pk")[:1]),
    )


def in_hand(applications: QuerySet[Application], round_: Round) -> Application | None:
    """The draft, or the application given back, that one has in a round. One query."""
    return applications.filter(round=round_, state__in=IN_HAND).order_by("-pk").first()


def alive_in(applications: QuerySet[Application], round_: Round) -> list[Application]:
    """One's applications in a round that were handed in and have not ended. One query."""
    over = (ApplicationState.WITHDRAWN, ApplicationState.CLOSED, ApplicationState.REFUSED, *IN_HAND)
    return list(applications.filter(round=round_).exclude(state__in=over).order_by("pk"))


def placements_given(applications: Sequence[Application]) -> dict[int, Placement]:
    """What each of some applications has led to, the latest where there were several. One query."""
    rows = Placement.objects.filter(application__in=[one.pk for one in applications]).order_by("pk")
    return {one.application_id: one for one in rows if one.application_id is not None}


def live_placements(person: Person) -> list[Placement]:
    """What a person has now or is offered, opening and round along. One query."""
    mine = Placement.objects.filter(person=person, state__in=LIVE, until=None)
    return list(mine.select_related("opening__unit", "opening__round").order_by("-pk"))


def done_by(person: Person) -> list[Amount]:
    """What a person did, by programme and kind of record, reversals taken off. One query."""
    rows = Record.objects.filter(person=person).order_by("tag").values_list("tag")
    sums = rows.annotate(Sum("quantity"), Count("pk"))
    return [Amount(*_parted(tag), quantity, count) for tag, quantity, count in sums if quantity > 0]


def _parted(tag: str) -> tuple[str, str]:
    programme, _slash, kind = tag.partition("/")
    return programme, kind


def openings_of(keys: Sequence[int], round_: Round) -> list[Opening]:
    """Openings of a round in the order of their keys; keys that it does not have are passed over. One query."""
    there = Opening.objects.filter(round=round_, pk__in=keys).select_related("unit").in_bulk()
    return [there[key] for key in dict.fromkeys(keys) if key in there]

"""How a round stands: what is offered, asked for and given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from ..models import (
    ACTIVE,
    COUNTED,
    Application,
    ApplicationState,
    Opening,
    OpeningState,
    Placement,
    PlacementState,
    Round,
    Wish,
)
from .application_lists import counts_by_state


@dataclass(frozen=True)
class RoundNumbers:
    """The numbers of a round; of applications and placements by state."""

    openings: int
    to_review: int
    capacity: int
    taken: int
    applications: Mapping[str, int]
    placements: Mapping[str, int]

    @property
    def free(self) -> int:
        return self.capacity - self.taken

    @property
    def applied(self) -> int:
        """All that were handed in, whatever became of them."""
        return sum(self.applications.values())

    @property
    def alive(self) -> int:
        return sum(self.applications.get(state, 0) for state in ACTIVE)

    @property
    def to_screen(self) -> int:
        return self.applications.get("submitted", 0)

    @property
    def to_allot(self) -> int:
        return self.applications.get("admitted", 0)

    @property
    def waiting(self) -> int:
        return self.applications.get("waiting", 0)

    @property
    def to_accept(self) -> int:
        return self.placements.get(PlacementState.OFFERED, 0)

    @property
    def placed(self) -> int:
        return sum(self.placements.get(state, 0) for state in COUNTED)


@dataclass(frozen=True)
class Demand:
    """How often an opening was asked for: at all, and as the dearest wish."""

    all: int = 0
    first: int = 0
    waiting: int = 0


def round_numbers(
    openings: QuerySet[Opening], applications: QuerySet[Application], placements: QuerySet[Placement], round_: Round
) -> RoundNumbers:
    """How a round stands among what the reader may see. Three queries."""
    offered = Q(state=OpeningState.OFFERED)
    sums = (
        openings.filter(round=round_)
        .order_by()
        .aggregate(
            openings=Count("pk", filter=offered),
            to_review=Count("pk", filter=Q(state=OpeningState.REVIEW)),
            capacity=Sum("capacity", filter=offered),
            taken=Sum("taken", filter=offered),
        )
    )
    given = placements.filter(opening__round=round_).order_by().values_list("state").annotate(Count("pk"))
    return RoundNumbers(
        openings=sums["openings"],
        to_review=sums["to_review"],
        capacity=sums["capacity"] or 0,
        taken=sums["taken"] or 0,
        applications=counts_by_state(applications.filter(round=round_)),
        placements=dict(given),
    )


def demand_for(openings: Sequence[Opening]) -> dict[int, Demand]:
    """How often each of a page of openings was asked for by applications that are alive. One query."""
    wishes = Wish.objects.filter(opening__in=openings, application__state__in=ACTIVE).order_by()
    waits = Q(state=Wish.State.WAITING, application__state=ApplicationState.WAITING)
    rows = wishes.values("opening").annotate(
        all=Count("pk"), first=Count("pk", filter=Q(rank=1)), waiting=Count("pk", filter=waits)
    )
    return {row["opening"]: Demand(row["all"], row["first"], row["waiting"]) for row in rows}

"""Supply and demand of a round: what is asked for most, what nobody asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sangzi.kernel.models import Job

from ..models import ACTIVE, Opening, Round, Wish

SHOWN = 10
ALLOTTING = "programmes.allot"


@dataclass(frozen=True)
class Wanted:
    """An opening, and by how many it is asked for: at all, and as the dearest wish."""

    opening: Opening
    all: int
    first: int


def most_wanted(openings: QuerySet[Opening], size: int = SHOWN) -> list[Wanted]:
    """The openings that most ask for, each with its unit. Two queries."""
    alive = Wish.objects.filter(opening__in=openings, application__state__in=ACTIVE).order_by()
    asked = alive.values("opening").annotate(all=Count("pk"), first=Count("pk", filter=Q(rank=1)))
    rows = list(asked.order_by("-all", "opening")[:size])
    found = openings.select_related("unit").in_bulk([row["opening"] for row in rows])
    return [Wanted(found[row["opening"]], row["all"], row["first"]) for row in rows]


def unwanted(openings: QuerySet[Opening]) -> int:
    """How many openings with free seats nobody asks for. One query."""
    asked = Wish.objects.filter(opening=OuterRef("pk"), application__state__in=ACTIVE)
    return openings.filter(~Exists(asked), taken__lt=F("capacity")).count()


def work_on_allotment(round_: Round) -> Job | None:
    """The latest work that allots a round and is not done; what failed says why."""
    key = f"{ALLOTTING}:{round_.pk}:"
    job = Job.objects.filter(kind=ALLOTTING, key__startswith=key).order_by("-pk").first()
    return None if job is None or job.state == Job.State.DONE else job

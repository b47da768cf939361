"""Supply and demand of a round: what is asked for most, what nobody asks for."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest

from django.db.models import Count, F, Q, QuerySet

from sangzi.kernel.models import Job

from ..keeping import work_on
from ..models import ACTIVE, Opening, Round, Run, Wish

SHOWN = 10


@dataclass(frozen=True)
class Wanted:
    """An opening, and by how many it is asked for: at all, and as the dearest wish."""

    opening: Opening
    all: int
    first: int


@dataclass(frozen=True)
class Supply:
    """Of the openings of a round: those asked for most, and how many with free seats nobody asks for."""

    wanted: list[Wanted]
    unwanted: int


def supply_of(openings: QuerySet[Opening], size: int = SHOWN) -> Supply:
    """Supply against demand, each opening named with its unit. Three queries; the wishes are counted once."""
    alive = Wish.objects.filter(opening__in=openings, application__state__in=ACTIVE).order_by()
    rows = alive.values_list("opening").annotate(all=Count("pk"), first=Count("pk", filter=Q(rank=1)))
    asked = {opening: (every, first) for opening, every, first in rows}
    most = nsmallest(size, asked, key=lambda opening: (-asked[opening][0], opening))
    found = openings.select_related("unit").in_bulk(most)
    free = openings.filter(taken__lt=F("capacity")).values_list("pk", flat=True)
    return Supply([Wanted(found[one], *asked[one]) for one in most], sum(one not in asked for one in free))


def work_on_allotment(round_: Round) -> Job | None:
    """The latest work that allots a round and is not done; what failed says why."""
    last = Run.objects.filter(round=round_).only("pk").order_by("-number").first()
    job = work_on(last) if last else None
    return None if job is None or job.state == Job.State.DONE else job

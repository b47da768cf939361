"""What becomes of wishes, written before anybody sees it.

The state and the line of a wish count once its application is no longer admitted (`models.Wish`). So they can be
written for everybody in lots, each a short transaction, before a result is published in one; until then, and where that
never comes, nobody is shown them, and whoever prepares next writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from sangzi.kernel.round_trips import Keys, changing, write

from .allotment import Plan
from .lots import LOT, lots
from .models import Application, ApplicationState, Opening, OpeningState, Wish, WishState

GOT, WAITING, MISSED = WishState.GOT.value, WishState.WAITING.value, WishState.MISSED.value


class Lot(NamedTuple):
    """Some applications, and what becomes of their wishes: of each the application, its key, its state, its line."""

    applications: list[int]
    wishes: list[tuple[int, int, str, int | None]]


def lots_of(plan: Plan, *, waits: bool) -> list[Lot]:
    """What was wished for is got or missed; who got nothing stands in line behind those who stood there before.

    In the order of the applications' keys.
    """
    rows = sorted([*_settled(plan, waits=waits), *_gone(plan)])
    keys = sorted(plan.applications.tolist())
    whose = np.array([row[0] for row in rows], np.int64)
    return list(_cut(keys, rows, whose))


def prepare(lot: Lot, refuse: Callable[[], None]) -> bool:
    """Write what becomes of a lot's wishes; False where one of the applications waits for no result any more.

    `refuse` is called first, in the transaction; it raises where nobody wants this to be written any more.
    """
    with transaction.atomic():
        refuse()
        there = set(_held(lot.applications))
        write_wishes([row for row in lot.wishes if row[0] in there])
    return len(there) == len(lot.applications)


def write_wishes(rows: list[tuple[int, int, str, int | None]]) -> None:
    """Write what becomes of wishes, whose applications are held."""
    write([changing(Wish, ("state", "line"), [row[1:] for row in rows])])


def forget_prepared(opening: Opening) -> None:
    """Let those who are admitted and wish for an opening that is taken back hope for all that is offered again."""
    whose = Application.objects.filter(state=ApplicationState.ADMITTED, wishes__opening=opening)
    alive = Q(opening__state=OpeningState.OFFERED) | Q(opening=opening)
    rows = Wish.objects.filter(alive, application__in=whose).exclude(state=WishState.HOPING)
    rows.update(state=WishState.HOPING, line=None)


def _settled(plan: Plan, *, waits: bool) -> Iterator[tuple[int, int, str, int | None]]:
    pairs = plan.problem.pairs
    last = np.array([opening.last_line for opening in plan.openings], np.int64)
    stands = (plan.line > 0) & waits
    state = np.where(plan.chosen, GOT, np.where(stands, WAITING, MISSED))
    line = np.where(stands, last[pairs.opening] + plan.line, 0)
    named = pairs.wish > 0
    columns = (plan.applications[pairs.who], pairs.wish, state, line)
    for application, wish, became, number in zip(*(column[named].tolist() for column in columns), strict=True):
        yield application, wish, became, number or None


def _gone(plan: Plan) -> Iterator[tuple[int, int, str, int | None]]:
    """Wishes for what is offered no longer."""
    gone = plan.problem.pairs.gone.tolist()
    rows: Any = Wish.objects.filter(pk__among=Keys(gone)).values_list("application", "pk") if gone else ()
    for application, wish in rows:
        yield application, wish, MISSED, None


def _cut(keys: list[int], rows: list[tuple[int, int, str, int | None]], whose: NDArray[np.int64]) -> Iterator[Lot]:
    for part in lots(keys, LOT):
        first, end = np.searchsorted(whose, [part[0], part[-1] + 1])
        yield Lot(part, rows[first:end])


def _held(keys: list[int]) -> QuerySet[Application, int]:
    """Those of the applications that are still admitted, held."""
    rows = Application.objects.select_for_update(no_key=True).filter(pk__in=keys, state=ApplicationState.ADMITTED)
    return rows.order_by("pk").values_list("pk", flat=True)

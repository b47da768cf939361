"""Who waits for a place in a round and what is free, as they stand now, and in whose turn it is by each method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines.matching.first_come import by_time
from sangzi.engines.matching.lottery import by_lot
from sangzi.engines.matching.serial import by_score
from sangzi.kernel.errors import Conflict

from .models import Application, ApplicationState, Opening, OpeningState, Round

UNKNOWN = 0.0  # the moment of who was entered without one: before all others


class Waiting(NamedTuple):
    """An application that was admitted. `home`: the path of the unit where whoever applied is at home."""

    key: int
    lot: int | None
    score: Decimal | None
    submitted: datetime | None
    home: str


@dataclass(frozen=True, eq=False)
class Pool:
    """Applications and openings in the order of their keys."""

    round: Round
    waiting: Sequence[Waiting]
    openings: Sequence[Opening]

    @cached_property
    def keys(self) -> NDArray[np.int64]:
        """(n) of applications."""
        return np.array([one.key for one in self.waiting], np.int64)

    @cached_property
    def offered(self) -> NDArray[np.int64]:
        """(m) of openings."""
        return np.array([one.pk for one in self.openings], np.int64)

    @property
    def paths(self) -> list[str]:
        return [one.unit.path for one in self.openings]


def pool_of(round_: Round) -> Pool:
    """The pool of a round. Two queries."""
    openings = Opening.objects.filter(round=round_, state=OpeningState.OFFERED).select_related("unit").order_by("pk")
    home = Coalesce("for_unit__path", "partner__home__path", "person__home__path")
    rows = admitted(round_).order_by("pk").values_list("pk", "lot", "score", "submitted", home)
    waiting = [Waiting(key, lot, score, moment, at or "") for key, lot, score, moment, at in rows.iterator()]
    return Pool(round_, waiting, list(openings))


def admitted(round_: Round) -> QuerySet[Application]:
    """The applications that places are given to."""
    return Application.objects.filter(round=round_, state=ApplicationState.ADMITTED)


def turns(pool: Pool, method: str) -> NDArray[np.int64]:
    """(n) the places in the pool of who has the first turn, the second and so on. Raises `Conflict` without them.

    By time for `first-come`, by lot where everybody is looked at at once or lots alone decide, else by score.
    """
    waiting = pool.waiting
    if method == "first-come":
        moments = [one.submitted.timestamp() if one.submitted else UNKNOWN for one in waiting]
        return np.array(by_time(moments, [one.key for one in waiting]), np.int64)
    if method == "by-score" and any(one.score is None for one in waiting):
        raise unscored(pool.round)
    if any(one.lot is None for one in waiting):
        raise undrawn(pool.round)
    lots = [one.lot or 0 for one in waiting]
    if method not in ("serial", "by-score"):
        return np.array(by_lot(lots), np.int64)
    return np.array(by_score([one.score for one in waiting], lots), np.int64)


def refuse_unready(round_: Round, method: str, *, scored: bool) -> None:
    """Raise `Conflict` where a method needs lots or scores that are missing. Two queries at most."""
    if (method == "by-score" or scored) and admitted(round_).filter(score=None).exists():
        raise unscored(round_)
    if method != "first-come" and admitted(round_).filter(lot=None).exists():
        raise undrawn(round_)


def undrawn(round_: Round) -> Conflict:
    return Conflict(_("还没有抽签；请先公布种子并抽签。"), round=round_.pk)


def unscored(round_: Round) -> Conflict:
    return Conflict(_("还有申请没有得分，不能按得分分配；请先完成评审。"), round=round_.pk)

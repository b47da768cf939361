"""Receipts for every figure of a brief, issued in one order so that two briefs never wait for each other in a ring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from sangzi.plans.models import Commitment
from sangzi.scoreboard import receipts
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.models import Receipt

from .matter import Needed
from .words import UnlinkedNumber

Key = tuple[str, int, int, date]  # indicator, unit, commitment or 0, day


class Vouched:
    """The receipts of a brief, by figure and commitment."""

    def __init__(self, found: dict[Key, Receipt]) -> None:
        self._found = found

    def receipt(self, figure: Figure, commitment: Commitment | None) -> Receipt:
        """The receipt of a figure. Raises `UnlinkedNumber` when none was issued."""
        found = self._found.get(_key(figure, commitment))
        if found is None:
            raise UnlinkedNumber(_("指标“%(key)s”的数没有凭据，不能写进简报。") % {"key": figure.indicator})
        return found

    def all(self) -> list[Receipt]:
        """Every receipt once, by number."""
        return sorted({receipt.pk: receipt for receipt in self._found.values()}.values(), key=lambda one: one.pk)


def vouch(needed: Iterable[Needed], now: datetime) -> Vouched:
    """Issue the receipts of all needed figures."""
    wanted = {_key(figure, commitment): (figure, commitment) for figure, commitment in needed}
    return Vouched(
        {
            key: receipts.issue(figure, commitment=commitment, now=now)
            for key, (figure, commitment) in sorted(wanted.items(), key=lambda item: item[0])
        }
    )


def _key(figure: Figure, commitment: Commitment | None) -> Key:
    return figure.indicator, figure.unit, commitment.pk if commitment else 0, figure.as_of

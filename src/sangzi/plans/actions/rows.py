"""What every action on commitments begins and ends with: the locked row, its new state, its line in the chain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from sangzi.kernel import audit
from sangzi.kernel.models import Account, AuditLine
from sangzi.plans.duties import keep_duties_around
from sangzi.plans.models import Commitment

State = Commitment.State
# Acts after which a commitment, or what came of it, may name other offices.
_OWNERS = frozenset({"correct", "uncorrect", "split", "merge", "put-back", "add-commitment"})


def locked(commitment: Commitment) -> Commitment:
    """The commitment as it is now, locked until the transaction ends; with its plan."""
    return _rows().get(pk=commitment.pk)


def locked_all(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Commitments as they are now, locked, in the order of their keys: two that lock the same never wait in a ring."""
    return list(_rows().filter(pk__in=[one.pk for one in commitments]).order_by("pk"))


def set_state(
    commitment: Commitment, state: Commitment.State, act: str, by: Account | None, detail: dict[str, Any] | None = None
) -> None:
    """Change the state and write the line."""
    commitment.state = state
    commitment.save(update_fields=["state"])
    note(commitment, act, by, detail)


def note(commitment: Commitment, act: str, by: Account | None, detail: dict[str, Any] | None = None) -> AuditLine:
    """The line of an act about a commitment, in the chain of its plan's unit; duties follow the owners."""
    if act in _OWNERS:
        keep_duties_around(commitment)
    chain, about = commitment.plan.unit_id, f"commitment:{commitment.pk}"
    return audit.append(chain=chain, act=f"plans.{act}", about=about, by=by, detail=detail)


def told(commitment: Commitment) -> dict[str, str]:
    """What sentences about a commitment name: its title and its state."""
    return {"title": commitment.title, "state": str(State(commitment.state).label)}


def _rows() -> QuerySet[Commitment]:
    # The plan's text may be millions of characters: it stays where it is.
    rows = Commitment.objects.select_related("plan").defer("plan__text", "plan__private", "plan__warnings")
    return rows.select_for_update(of=("self",))

"""Targets taken back: nothing is erased, so what was once asked can still be read."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from sangzi.plans.models import Cascade, Commitment, Target

_DEEPEST = 6  # generations of shares below a target: nation to village is five


def withdraw_all(commitment: Commitment, now: datetime) -> int:
    """Withdraw every live target of a commitment; how many there were."""
    live = commitment.targets.filter(withdrawn=None)
    Cascade.objects.filter(target__commitment=commitment, withdrawn=None).update(withdrawn=now)
    return live.update(withdrawn=now)


def withdraw_shares(target: Target, now: datetime) -> int:
    """Withdraw all live shares below a target, however deep; how many there were."""
    below = shares_below(target)
    Cascade.objects.filter(Q(target=target) | Q(target__in=below), withdrawn=None).update(withdrawn=now)
    return below.update(withdrawn=now)


def shares_below(target: Target) -> QuerySet[Target]:
    """All live targets that come from this one, by their line of parents (units may have moved since)."""
    lines = [Q(**{"__".join(["parent"] * depth): target}) for depth in range(1, _DEEPEST + 1)]
    anyhow = lines[0]
    for line in lines[1:]:
        anyhow |= line
    return Target.objects.filter(anyhow, commitment=target.commitment_id, withdrawn=None)

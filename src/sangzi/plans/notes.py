"""Codes that say why a unit got its share, stored with it; `wording.why` puts them into words for the reader."""

from __future__ import annotations

from sangzi.engines.apportion import Reason, Why

HAS = "has"
HAND = "hand"
NO_CHILDREN = "no-children"
WEIGHTLESS = "weightless"
REMAINDER = "remainder"
QUOTA = "quota"
ROUNDED = "rounded"
FLOOR = "floor"
CAP = "cap"
ONE_FIRST = "one-first"


def of(told: Why, scale: int, unbound: float, *, one_first: bool) -> str:
    """The code of one share. `unbound` is what it would have come to in proportion, before floors and caps."""
    quota = f"{told.quota / scale:.4f}"
    if told.reason == Reason.REMAINDER:
        return remainder(told.quota / scale, told.turn, told.remainders)
    if told.reason == Reason.FLOOR and one_first and told.value == scale:
        return ONE_FIRST
    if told.reason in (Reason.FLOOR, Reason.CAP):
        return f"{FLOOR if told.reason == Reason.FLOOR else CAP}:{unbound:.4f}"
    plain = {Reason.HAND: HAND, Reason.WEIGHTLESS: WEIGHTLESS}
    return plain.get(told.reason, f"{QUOTA}:{quota}")


def remainder(quota: float, turn: int, remainders: int) -> str:
    """A share that got one of the units left over, the `turn`-th of `remainders`."""
    return f"{REMAINDER}:{quota:.4f}:{turn}:{remainders}"


def rounded(times: float, per: float) -> str:
    """A share rounded to the nearest whole from `times` times the figure that stands for one."""
    return f"{ROUNDED}:{times:.4f}:{per:.4f}"

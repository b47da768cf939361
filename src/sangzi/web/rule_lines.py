"""The rules of a round as pages show them: what each says, how it stands now, and a gauge where it is a share."""

from __future__ import annotations

from dataclasses import dataclass

from sangzi.programmes.standing import Standing


@dataclass(frozen=True)
class RuleLine:
    """One rule; `share` and `mark` are from 0 to 1: where it stands, and where it should."""

    sentence: str
    now: str
    holds: bool
    mend: str
    share: float | None
    mark: float | None


def rule_line(standing: Standing) -> RuleLine:
    """A rule for the page."""
    gauged = standing.rule.kind == "share"
    return RuleLine(
        sentence=standing.says,
        now=standing.now,
        holds=standing.holds,
        mend=standing.mend,
        share=standing.value / 100 if gauged else None,
        mark=standing.wanted / 100 if gauged else None,
    )

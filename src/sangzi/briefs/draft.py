"""A brief being written: a template's sentences filled with typed parts."""

from __future__ import annotations

from dataclasses import dataclass

from sangzi.plans.models import Commitment
from sangzi.plans.queries import Asked
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.indicators import Indicator
from sangzi.scoreboard.queries import BoardLine
from sangzi.scoreboard.shown import shown

from . import derived
from .definitions import Template, pieces
from .matter import Matter, commitment_of
from .parts import Citation, Derived, Goal, IndicatorName, Line, Number, Part, Rule, Words
from .vouched import Vouched

LONGEST_TITLE, LONGEST_QUOTE = 40, 90
CUT = "……"


@dataclass(frozen=True, slots=True)
class Draft:
    """The template of a brief, what it tells, and the receipts of its figures."""

    template: Template
    matter: Matter
    vouched: Vouched

    def words(self, text: str) -> Words:
        return Words(text, f"{self.template.key}.toml")

    def say(self, key: str, **slots: Part | Line) -> Line:
        """A sentence of the template with its slots filled."""
        line: list[Part] = []
        for words, slot in pieces(self.template.sentences[key]):
            if words:
                line.append(Words(words, f"{self.template.key}.toml: {key}"))
            if slot:
                filled = slots[slot]
                line += filled if isinstance(filled, tuple) else (filled,)
        return tuple(line)

    def light(self, line: BoardLine) -> Words:
        return self.words(self.template.lights[line.standing.light])

    def number(self, indicator: Indicator, figure: Figure, commitment: Commitment | None) -> Number:
        """A figure with its receipt."""
        return Number(self.vouched.receipt(figure, commitment).pk, shown(indicator, figure))

    def figure(self, line: BoardLine) -> Number:
        return self.number(line.indicator, line.standing.figure, commitment_of(line))

    def change(self, line: BoardLine) -> Derived:
        """The move since last month's end."""
        before, now = line.trend[-2:]
        receipts = tuple(self.vouched.receipt(figure, commitment_of(line)).pk for figure in (now, before))
        return Derived("change", receipts, derived.change(line.indicator, now, before))

    def count(self, lines: list[BoardLine]) -> Derived:
        """How many commitments, with all their receipts."""
        return Derived("count", tuple(self.figure(line).receipt for line in lines), derived.count(len(lines)))

    def goal(self, line: BoardLine) -> Goal:
        target = asked_of(line).target
        return Goal(target.pk, self.figure(line).receipt, derived.goal(target))

    def missing(self, line: BoardLine) -> Derived | None:
        return self._towards("missing", line)

    def pace(self, line: BoardLine) -> Derived | None:
        return self._towards("pace", line)

    def _towards(self, rule: Rule, line: BoardLine) -> Derived | None:
        target, figure = asked_of(line).target, line.standing.figure
        found = (derived.gap if rule == "missing" else derived.pace)(line.indicator, figure, target)
        return Derived(rule, (self.figure(line).receipt,), found.shown, target.pk) if found else None


def asked_of(line: BoardLine) -> Asked:
    """What a line of the board is asked for; only lines that are asked have it."""
    if not line.asked:
        raise ValueError(f"nothing is asked for {line.indicator.key}")
    return line.asked[0]


def title_of(line: BoardLine) -> IndicatorName:
    """What a line is called here and on the board: by its indicator, for several plans may ask for the same."""
    return IndicatorName(line.indicator.key, line.indicator.title)


def plan_of(line: BoardLine) -> Citation:
    asked = asked_of(line)
    return Citation(asked.commitment.pk, asked.plan.pk, cut(asked.plan.title, LONGEST_TITLE))


def sentence_of(line: BoardLine) -> Citation | None:
    """The plan's own words, private persons masked; None where only the number was kept."""
    asked = asked_of(line)
    sentence, quote = ("".join(text.split()) for text in (asked.sentence, asked.commitment.quote))
    if not sentence:
        return None
    # Only what is also in the masked sentence is known to be masked.
    told = quote if quote in sentence else sentence
    return Citation(asked.commitment.pk, asked.plan.pk, cut(told, LONGEST_QUOTE))


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + CUT

"""A commitment as pages show it: its fields in words, why it was read so, and what measures it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.wording import day_of, listed, title_of
from sangzi.plans.actions.by_hand import BY_HAND
from sangzi.plans.actions.reshaping import MERGED, SPLIT
from sangzi.plans.asking import ASK_BELOW, SAID, questions_of
from sangzi.plans.binding import propose_indicator
from sangzi.plans.corrections import TITLES
from sangzi.plans.losing import RULE as LOST
from sangzi.plans.models import Commitment, Status
from sangzi.plans.queries import ASKED
from sangzi.plans.receivers import LEVELS
from sangzi.plans.wording import LEVEL_NAMES, PERIODS, plain
from sangzi.scoreboard.indicators import Indicator, candidates, every_indicator, indicators_of

State = Commitment.State
SURE, LIKELY = 0.8, ASK_BELOW  # confidence: from here on the reader is sure, or thinks it likely
SHORTEST = 2  # characters that make a word in common

RULES: dict[str, str | Promise] = {
    "count": _l("数字加计量单位"),
    "each of a level": _l("某一级的每个单位"),
    "each of all": _l("列举的每个单位"),
    "each of a population": _l("每个人或每个组织"),
    "cover": _l("“全覆盖”之类的说法"),
    "slogan": _l("“村村有”“县县建”之类的说法"),
    "frequency": _l("每隔多久一次"),
    "frequency by number": _l("一段时间内多少次"),
    "growth": _l("增长多少"),
    "doubling": _l("翻番"),
    "coverage rate": _l("覆盖率"),
    "coverage of a level": _l("某一级单位中的百分之多少"),
    "coverage of a population": _l("人群中的百分之多少"),
    "share of things": _l("事物中的百分之多少"),
    "share by proportion word": _l("占比、比例"),
    "rate": _l("比率"),
    "per head": _l("人均"),
    "pairing of each": _l("每人结对"),
    "pairing of a group": _l("一组结对"),
    "entitlement": _l("享受的待遇"),
    "sum for each": _l("给每个对象的金额"),
    "age limit": _l("年龄限制"),
    "streak": _l("连续多少年"),
    "zero": _l("清零、零发生"),
    "table": _l("表格里的一格"),
    LOST: _l("原文缺了数字"),
    BY_HAND: _l("人工添加"),
    SPLIT: _l("人工拆分"),
    MERGED: _l("人工合并"),
}
REASONS: dict[str, str | Promise] = {
    "indicator": _l("指标名称"),
    "row": _l("所在行"),
    "column": _l("所在列"),
    "unit": _l("计量单位"),
}
"""What gave a field, where it is no field itself."""
MARKS: dict[str, tuple[str, str]] = {
    State.PROPOSED: ("question-circle", "tag-warn"),
    State.CONFIRMED: ("check-circle-fill", "tag-good"),
    State.DISMISSED: ("slash-circle", "tag-plain"),
    State.REPLACED: ("signpost-split", "tag-plain"),
}


@dataclass(frozen=True)
class Fit:
    """An indicator that may measure a commitment, how well in hundredths, and the words both use."""

    indicator: Indicator
    score: int
    shared: str

    @property
    def title(self) -> str:
        return title_of(self.indicator)


@dataclass(frozen=True)
class Card:
    """One commitment beside the text it was read from."""

    commitment: Commitment
    indicator: Indicator | None
    fits: tuple[Fit, ...]
    may_decide: bool

    @property
    def said(self) -> str:
        return said(self.commitment)

    @property
    def icon(self) -> str:
        return MARKS[self.commitment.state][0]

    @property
    def tag(self) -> str:
        return MARKS[self.commitment.state][1]

    @property
    def look(self) -> str:
        """How the text marks it: by its state, or as a question where the number is missing."""
        missing = self.commitment.value is None and self.commitment.state == State.PROPOSED
        return ASKED if missing else self.commitment.state

    @property
    def questions(self) -> list[str]:
        """What is asked, with the reader's rule by the name that pages use."""
        return [asked.replace(f"“{self.commitment.rule}”", f"“{self.rule}”") for asked in questions_of(self.commitment)]

    @property
    def by_reader(self) -> bool:
        """Whether a reader found it; else a person made it."""
        return self.commitment.source == Commitment.Source.READER

    @property
    def undo(self) -> tuple[str, str]:
        """The verb that takes the last step back, and what its button says; empty where there is none."""
        return undo_of(self.commitment)

    @property
    def lineage(self) -> list[tuple[str, Commitment]]:
        """What it was split from or merged out of, and what it went into. At most three queries."""
        one = self.commitment
        parts = [(_("由它拆分而来："), one.split_from)] if one.split_from else []
        parts += [(_("已并入："), one.merged_into)] if one.merged_into else []
        parts += [(_("拆成了："), piece) for piece in one.split_into.order_by("pk")]
        return parts + [(_("由它合并而来："), part) for part in one.merged_from.order_by("start", "pk")]

    @property
    def asks(self) -> bool:
        """Whether confirming it makes a target: what is told as a result asks nothing of anybody."""
        return self.commitment.status != Status.RESULT

    @property
    def indicator_title(self) -> str:
        return title_of(self.indicator) if self.indicator else self.commitment.indicator

    @property
    def owners(self) -> str:
        return listed(json.loads(self.commitment.owners))

    @property
    def over(self) -> str:
        return over_words(self.commitment)

    @property
    def period(self) -> str:
        return str(PERIODS.get(self.commitment.period, self.commitment.period))

    @property
    def rule(self) -> str:
        return str(RULES.get(self.commitment.rule, self.commitment.rule))

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Which words gave which field."""
        found = json.loads(self.commitment.because)
        told = {name: reason[0] for name, reason in found.items() if reason[0] and name != SAID}
        return [(str(REASONS.get(name) or TITLES.get(name, name)), words) for name, words in told.items()]

    @property
    def percent(self) -> int:
        return round(100 * self.commitment.confidence)

    @property
    def how_sure(self) -> str:
        if not self.by_reader:
            return _("人工确定")
        if self.commitment.confidence >= SURE:
            return _("很有把握")
        return _("比较有把握") if self.commitment.confidence >= LIKELY else _("没有把握，请细看")


def cards_of(commitments: Iterable[Commitment], *, may_decide: bool) -> list[Card]:
    """Cards in the same order; what has no indicator comes with the one that fits best."""
    return [card_of(commitment, may_decide=may_decide) for commitment in commitments]


def card_of(commitment: Commitment, *, may_decide: bool) -> Card:
    wanted = may_decide and not commitment.indicator and commitment.state in (State.PROPOSED, State.CONFIRMED)
    fits = fits_of(commitment)[:1] if wanted else []
    return Card(commitment, every_indicator().get(commitment.indicator), tuple(fits), may_decide)


def fits_of(commitment: Commitment) -> list[Fit]:
    """Indicators that may measure a commitment, the best first, each with its reason."""
    known = indicators_of(commitment.plan.unit)
    found = propose_indicator(commitment, candidates(known.values()))
    return [Fit(known[one.key], round(100 * one.score), _shared(commitment, known[one.key])) for one in found]


def undo_of(commitment: Commitment) -> tuple[str, str]:
    """How the last step about a commitment is taken back: the name of the address, and words for a button."""
    state, piece = commitment.state, commitment.split_from
    if state == State.REPLACED:
        return "desk:commitment-put-back", _("撤销拆分") if commitment.merged_into_id is None else _("撤销合并")
    if state != State.PROPOSED:
        return "desk:commitment-restore", _("恢复为待确认")
    if commitment.corrected and commitment.source == Commitment.Source.READER:
        return "desk:commitment-uncorrect", _("撤销更正")
    if piece is not None and piece.state == State.REPLACED:
        return "desk:commitment-put-back", _("撤销拆分")
    if commitment.rule == BY_HAND:
        return "desk:commitment-dismiss", _("撤销添加")
    return ("desk:commitment-put-back", _("撤销合并")) if commitment.rule == MERGED else ("", "")


def said(commitment: Commitment) -> str:
    """What is asked for, without for whom: ≥ 30 名, 1–3 名."""
    if commitment.value is None:
        return _("没有数值")
    number = plain(commitment.value)
    if commitment.value_max is not None:
        number = f"{number}–{plain(commitment.value_max)}"
    return f"{commitment.get_comparator_display()} {number} {commitment.measure}".strip()


def over_words(commitment: Commitment) -> str:
    """Whom a coverage or an each counts, in words."""
    level = LEVELS.get(commitment.over)
    return commitment.over if level is None else str(LEVEL_NAMES[level])


def field_words(commitment: Commitment, name: str) -> str:
    """A field that a person may correct, as pages say it."""
    value = getattr(commitment, name)
    if name in ("value", "value_max"):
        return exact(value)
    if name == "deadline":
        return "" if value is None else day_of(value)
    words = {
        "owners": lambda: listed(json.loads(commitment.owners)),
        "over": lambda: over_words(commitment),
        "period": lambda: str(PERIODS.get(commitment.period, commitment.period)),
        "comparator": commitment.get_comparator_display,
        "shape": commitment.get_shape_display,
        "status": commitment.get_status_display,
    }
    return str(words[name]() if name in words else value)


def exact(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def in_common(one: str, other: str) -> list[str]:
    """The longest runs of at least two characters of `one` that stand in `other` as well."""
    runs, start = [], 0
    while start < len(one) - 1:
        end = start + 2
        while end <= len(one) and one[start:end] in other:
            end += 1
        if end - 1 - start >= SHORTEST:
            runs.append(one[start : end - 1])
        start = max(start + 1, end - 1)
    return runs


def _shared(commitment: Commitment, indicator: Indicator) -> str:
    """What the commitment says in the words of the indicator."""
    text = f"{commitment.title}\n{commitment.quote}"
    found = dict.fromkeys(run for words in (indicator.title, *indicator.words) for run in in_common(words, text))
    return listed(run for run in found if not any(run in other for other in found if other != run))

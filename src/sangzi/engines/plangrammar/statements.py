"""From the triggers of one sentence to statements: which numbers count, and which words are no second statement."""

import re
from collections.abc import Sequence

from sangzi.engines.plangrammar import amounts, measures, nearmisses, quantified, unnumbered
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.events import Event
from sangzi.engines.plangrammar.sentences import Sentence

_JOINED_NUMBER = re.compile("[^,;:。]{0,24}(?:、|和|及|以及)")
_OF_THESE = re.compile("(?:对|把|将|全[省市县区]|现有|在册|剩余|余下|这)?")
_PART_OF = re.compile(
    "[^、,;]{2,30}(?:完成|落实|实现|达到|建成|中的|改|纳入|有)[^、,;]{0,8}|[^、,;\\d]{2,20}(?:比例|率)(?:达到?|为|保持)?"
)
_WORK_DONE = re.compile("全部(?:完成|完工|办结|竣工|改造|整改|销号|交付|开工)")
_RHYTHM = re.compile("每(?:半年|季|月|周|年|日|天|旬)")
_UNITS_OF_A_LEVEL = frozenset("个家所座处户")


def of_sentence(s: Sentence, found: Sequence[Amount], triggers: Sequence[Event]) -> list[Draft]:
    """The drafts of one sentence, in the order of their triggers."""
    kept = _kept(s, found)
    drafts = quantified.of_sentence(s, kept)
    for event in triggers:
        segment = s.segment(event.start)
        if _said_by_number(s, event, kept, segment) or (event.kind == "cover" and _covered(s, event, drafts)):
            continue
        made = unnumbered.draft(s, event)
        drafts += made
    covered = {s.segment(draft.at) for draft in drafts if _covers_all(draft)}
    drafts = [draft for draft in drafts if not _absorbed(s, draft, covered)]
    return sorted(drafts, key=lambda draft: (draft.at, draft.start))


def _covered(s: Sentence, event: Event, drafts: Sequence[Draft]) -> bool:
    """Whether the coverage that an event speaks of is said already in its comma clause."""
    segment = s.segment(event.start)
    if _WORK_DONE.match(s.text, event.start, segment[1]) and any(
        draft.rule == "count" and segment[0] <= draft.at < event.start for draft in drafts
    ):
        return True
    return any(
        s.segment(draft.at) == segment and not _apart(s, event, *draft.why["value"])
        for draft in drafts
        if _covers_all(draft)
    )


def _covers_all(draft: Draft) -> bool:
    return draft.rule == "each of all" or (draft.shape == "coverage" and draft.value == 100)


def _kept(s: Sentence, found: Sequence[Amount]) -> list[Amount]:
    """The amounts that are no near misses, each with the comparator its words give it."""
    kept: list[Amount] = []
    end = s.start
    for amount in found:
        left, _ = s.segment(amount.start)
        amounts.compare(s.text, amount, max(left, end))
        end = amount.end
        if nearmisses.why_not(s, amount) or (kept and nearmisses.nested(s, kept[-1], amount)):
            continue
        if kept and amount.comparator is None:
            _inherit(s, kept[-1], amount)
        if kept and not amount.unit and s.text[amount.start - 1] == "的":
            amount.unit = kept[-1].unit
        kept.append(amount)
    return [one for index, one in enumerate(kept) if not _is_pool(s, kept, index)]


def _is_pool(s: Sentence, kept: Sequence[Amount], index: int) -> bool:
    """138个排污口完成六成, 对47家企业每半年检查一次: how many those are of whom the clause then speaks."""
    amount = kept[index]
    left, right = s.segment(amount.start)
    if amount.unit not in _UNITS_OF_A_LEVEL or not _OF_THESE.fullmatch(s.text, left, amount.start):
        return False
    if index + 1 < len(kept) and kept[index + 1].start < right and kept[index + 1].ratio:
        return bool(_PART_OF.fullmatch(s.text, amount.end, kept[index + 1].start))
    return s.text[amount.start - 1] == "对" and bool(_RHYTHM.search(s.text, amount.end, right))


def _inherit(s: Sentence, before: Amount, amount: Amount) -> None:
    """不少于5家…及50家…: a joined number stands under the same words."""
    if before.comparator is None or before.comparator_span is None or before.comparator_span[0] >= before.start:
        return
    between = s.text[before.end : amount.start]
    if before.comparator in {">=", "<=", ">"} and not before.soft and _JOINED_NUMBER.fullmatch(between):
        amount.comparator, amount.comparator_span = before.comparator, before.comparator_span


def _said_by_number(s: Sentence, event: Event, kept: Sequence[Amount], segment: tuple[int, int]) -> bool:
    """Whether a number in the same comma clause says what a trigger without one would say."""
    here = [amount for amount in kept if s.segment(amount.start) == segment]
    if event.kind == "rhythm":
        return bool(here)
    if event.kind != "cover":
        return False
    if event.words.startswith(("每", "各", "所有")):
        return any(amount.unit not in measures.AGES for amount in here)
    if event.words.startswith("覆盖"):
        return any(amount.unit in measures.MEETINGS for amount in here)
    return any(amount.ratio and not _apart(s, event, amount.start, amount.end) for amount in here)


def _apart(s: Sentence, event: Event, start: int, end: int) -> bool:
    """走访全覆盖、建档率100%: an item of a list for each."""
    between = s.text[min(event.end, end) : max(event.start, start)]
    return "覆盖" in event.words and between.startswith("、") and len(between) > 2


def _absorbed(s: Sentence, draft: Draft, covered: set[tuple[int, int]]) -> bool:
    """全市56个乡镇全部建成…: the number of units is not a second statement beside their coverage."""
    return draft.rule == "count" and draft.unit in _UNITS_OF_A_LEVEL and s.segment(draft.at) in covered

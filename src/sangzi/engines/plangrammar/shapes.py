"""Which of the seven shapes a quantity has, and over whom it runs."""

import re

from sangzi.engines.plangrammar import distributions, entitlements, measures, ratios
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.places import Place, Shaped
from sangzi.engines.plangrammar.sentences import Sentence

_BEFORE, _AFTER = 120, 60
_CHANGE = re.compile(
    "(?:较|(?<![占对之同])比)[^,;:。]{1,14}?(?:净增加?|增加|新增|减少|下降|缩短|提高|提升|增长|压减|降低|增|减)(?:了|约|超过|近|至少|不少于)?$"
)
_NOT_COUNTED = measures.SIZES | measures.SCORES | measures.AGES
_OF_EACH = re.compile("人均|户均|平均|均值")
_MEAN = re.compile("平均每|[月周季]均")


def place_of(s: Sentence, a: Amount, prior: int) -> Place:
    """An amount's place in its comma clause; `prior` is where the amount before it in the sentence ends."""
    text, start = s.text, a.start
    left, right = s.segment(start)
    left = max(left, start - _BEFORE)
    before = text[left:start]
    tail = text[prior:start] if prior > left else before
    return Place(s, a, left, min(right, a.end + _AFTER), prior, text, before, tail)


def judge(place: Place, period: str | None) -> Shaped:
    """The shape of an amount, given the period it stands under."""
    unit = place.a.unit
    if unit in measures.PERCENT or unit == "倍":
        return entitlements.rate(place) or ratios.judge(place)
    if unit in measures.SCORES and ratios.risen(place):
        return ratios.growth(place)
    if measures.is_money(unit):
        return entitlements.sum_for_each(place) or _number(place, period)
    return _number(place, period)


def _number(place: Place, period: str | None) -> Shaped:
    """Of a plain number: for each of many, a rhythm, or a count."""
    named = (_changed(place) if "比" in place.before or "较" in place.before else None) or distributions.of_each(place)
    if named:
        return named
    span = (place.a.start, place.a.end)
    steady = _is_rhythm(place.a, period) and not _MEAN.search(place.before)
    rhythm = Shaped("frequency", (None,), "frequency by number", span) if steady else None
    if rhythm and period != "year":
        return rhythm
    return distributions.of_a_group(place) or rhythm or Shaped("count", (None,), "count", span)


def _changed(place: Place) -> Shaped | None:
    """比2018年净增0.7平方米: a change against a base that is named."""
    change = _CHANGE.search(place.before)
    if change is None or not (
        place.a.unit in _NOT_COUNTED or _OF_EACH.search(place.s.text, place.s.start, place.a.start)
    ):
        return None
    return Shaped("growth", (None,), "growth", (place.left + change.start(), place.a.end))


def _is_rhythm(a: Amount, period: str | None) -> bool:
    """A few meetings or issues per period are a rhythm; many events a year are a total."""
    if period is None or a.unit not in measures.MEETINGS or a.value > 4:
        return False
    return period != "year" or a.unit in {"次", "期", "轮", "遍", "回", "趟"}

"""Whether an indicator can be computed: its facts and tags exist, and its reading suits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from sangzi.kernel import facts
from sangzi.kernel.complaints import meant
from sangzi.kernel.wording import listed

from .definition import Indicator, Term


def complaints(indicator: Indicator) -> Iterator[str]:
    """Every reason why an indicator could not be computed, as sentences."""
    for term in (indicator.measure, indicator.denominator):
        if term is not None:
            yield from (f"{indicator.key}.toml：{sentence}" for sentence in _term_complaints(term, indicator))


def _term_complaints(term: Term, indicator: Indicator) -> Iterator[str]:
    fact = facts.known().get(term.fact)
    if fact is None:
        yield _unknown(_("没有事实“%(word)s”"), term.fact, facts.known())
        return
    if term.tag not in set(fact.tags()):
        yield _unknown(_("事实“%(fact)s”没有标签“%(word)s”"), term.tag, fact.tags(), fact=term.fact)
    if fact.kind == "people" and indicator.shape != "growth" and indicator.reading != "year":
        yield _("人数按年统计，reading 要写 year")
    if fact.kind == "people" and indicator.over is not None:
        yield _("覆盖率按数量统计，不能按人数")


def _unknown(sentence: str, word: str, known: Iterable[str], **values: str) -> str:
    words = sorted(known)
    return (sentence % {"word": word, **values}) + (
        meant(word, words) or _("；已有：%(known)s") % {"known": listed(words)}
    )

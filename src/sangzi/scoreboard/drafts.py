"""An indicator that somebody is about to make: what the desk asks for, written as the text of a definition file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangzi.kernel import facts

from .definition import Level, Reading, Shape

PERCENT = "%"
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Draft:
    """A count of something, or the units of a level that have at least so much of it.

    `title_en` and `unit_en` may be left out: the Chinese ones stand in for them.
    """

    title: str
    shape: Shape
    fact: str
    tag: str
    unit: str = ""
    title_en: str = ""
    unit_en: str = ""
    over: Level | None = None
    at_least: int = 1
    reading: Reading = "stock"
    words: tuple[str, ...] = ()
    source: str = ""

    def text(self, key: str) -> str:
        """The definition file, in the order in which the shipped ones are written."""
        lines = [f"{name} = {value}" for name, value in self._lines(key) if value]
        return "\n".join(lines) + "\n"

    def _lines(self, key: str) -> list[tuple[str, str]]:
        over = self.over is not None
        measure = f"{{ fact = {_quoted(self.fact)}, tag = {_quoted(self.tag)} }}"
        return [
            ("key", _quoted(key)),
            ("title", _quoted(self.title)),
            ("title_en", _quoted(self.title_en or self.title)),
            ("shape", _quoted(self.shape)),
            ("measure", measure),
            ("over", _quoted(self.over) if self.over else ""),
            ("at_least", str(self.at_least) if over and self.at_least != 1 else ""),
            ("reading", "" if over or self.reading == "stock" else _quoted(self.reading)),
            ("unit", _quoted(PERCENT if over else self.unit)),
            ("unit_en", _quoted(PERCENT if over else self.unit_en or self.unit)),
            ("words", f"[{', '.join(_quoted(one) for one in dict.fromkeys((self.title, *self.words)))}]"),
            ("summary", _quoted(self._summary(LANGUAGES[0]))),
            ("summary_en", _quoted(self._summary(LANGUAGES[1]))),
            ("source", _quoted(self.source)),
        ]

    def _summary(self, language: str) -> str:
        """How it is computed, in one sentence of a language."""
        with translation.override(language):
            told = {"what": self._counted(), "number": self.at_least, "level": _level(self.over)}
            if self.over is not None:
                return _("“%(what)s”至少有 %(number)s 的%(level)s占全部%(level)s的比例。") % told
            if self.reading == "stock":
                return _("“%(what)s”现在的数。") % told
            return _("“%(what)s”本年的数。") % told if self.reading == "year" else _("“%(what)s”历年累计的数。") % told

    def _counted(self) -> str:
        fact = facts.known().get(self.fact)
        known = fact is not None and self.tag in set(fact.tags())
        return f"{fact.title}：{fact.in_words(self.tag)[0]}" if fact and known else f"{self.fact}[{self.tag}]"


def _level(over: Level | None) -> str:
    names = {
        "nation": pgettext("several", "全国"),
        "province": pgettext("several", "省"),
        "prefecture": pgettext("several", "市"),
        "county": pgettext("several", "县"),
        "township": pgettext("several", "乡镇"),
        "village": pgettext("several", "村"),
    }
    return names[over] if over else ""


def _quoted(text: str) -> str:
    """A TOML string: JSON writes the same, but for one control character that TOML refuses."""
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)

"""Parts of pages that are the same for many: written once, and kept by everything that they say, or by their shape.

A part that says the same to many is kept whole (`part`). A line of a list says something else in every row, but it has
one of a few shapes: what is there and what is not. The template writes a shape once, with a mark in place of each
value, and the values are put in afterwards, escaped as the template would (`filled`). A thousand lines never seen
before then cost what joining their texts costs, and nothing that was said of anybody is kept.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

KEPT = 2048
MARK = re.compile("\ue000([0-9]+)\ue001")
Told = Mapping[str, Any]


def part(template: str, **told: Hashable) -> SafeString:
    """The part in the language spoken now. What it says is never older than what is told here, for that is its name."""
    return _part(template, get_language() or "", tuple(told.items()))


@lru_cache(maxsize=KEPT)
def _part(template: str, language: str, told: tuple[tuple[str, Hashable], ...]) -> SafeString:  # noqa: ARG001  (spoken)
    return render_to_string(template, dict(told))


def filled(template: str, told: Told, **shape: Hashable) -> SafeString:
    """The part with the values that are told: text, numbers, and mappings and lists of them, in any depth.

    The template may put a value anywhere and ask whether it is there, nothing else: what it compares or filters belongs
    to `shape`. True, False, None and the empty text are shape by themselves.
    """
    values: list[str] = []
    outline = _outline(told, values)
    texts, gaps = _pieces(template, get_language() or "", outline, tuple(shape.items()))
    said = [""] * (2 * len(gaps) + 1)
    said[::2], said[1::2] = texts, [values[gap] for gap in gaps]
    return mark_safe("".join(said))  # noqa: S308  (texts come from the template, values are escaped)


@lru_cache(maxsize=KEPT)
def _pieces(
    template: str,
    language: str,  # noqa: ARG001  (spoken)
    outline: Hashable,
    shape: tuple[tuple[str, Hashable], ...],
) -> tuple[list[str], list[int]]:
    """The texts of a part between its gaps, and which value goes into each gap."""
    page = render_to_string(template, {**_marked(outline), **dict(shape)})
    pieces = MARK.split(page)
    return pieces[::2], [int(number) for number in pieces[1::2]]


def _outline(told: Any, values: list[str]) -> Hashable:
    """What is told, with each value replaced by its number, and put into `values` as a page says it."""
    if isinstance(told, str):
        return _gap(told if isinstance(told, SafeString) or told.isalnum() else escape(told), values) if told else told
    if told is None or isinstance(told, bool):
        return told
    if isinstance(told, int):
        return _gap(str(told), values)
    if isinstance(told, Mapping):
        return ("{", tuple([(key, _outline(one, values)) for key, one in told.items()]))
    if isinstance(told, list | tuple):
        return ("[", tuple([_outline(one, values) for one in told]))
    raise TypeError(f"a value to be put into a part is text or a number, not {told!r}")


def _gap(said: str, values: list[str]) -> Hashable:
    """The place of a value, which is kept."""
    values.append(said)
    return ("", len(values) - 1)


def _marked(outline: Any) -> Any:
    """What a template is given: marks in place of values."""
    if not isinstance(outline, tuple):
        return outline
    kind, inside = outline
    if kind == "{":
        return {key: _marked(one) for key, one in inside}
    if kind == "[":
        return [_marked(one) for one in inside]
    return f"\ue000{inside}\ue001"

"""The characters of a PDF page with their boxes, seen as a reader holds the page: y grows downwards.

PDFium gives characters in the order in which they were drawn. Blanks are left out: what parts words is the space
between boxes. Text set aslant (watermarks) is left out too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

_RADICALS = dict(
    zip(
        "⺠⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺮⻑⻒⺁⺌⻌",
        "民母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟竹长长厂小辶",
        strict=True,
    )
)
"""Radicals that some programs write in the place of the character that looks the same."""
_BLANK = frozenset(" \t\r\n\f\v\0\xa0\u3000\u200b\ufffe\uffff\u2002\u2003\u2009")
_LARGEST = 0x10FFFF
_HIGHER = 3.0
"""A box this much higher than its font is tall belongs to no letter."""


class Glyph(NamedTuple):
    """A character and its box in points; `top` is above `bottom` and smaller."""

    char: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle from above to below."""
        return (self.top + self.bottom) / 2


Turn = Callable[[float, float, float, float], tuple[float, float, float, float]]


def turn_of(page: Any) -> Turn:
    """How a box (left, bottom, right, top) of the file lies on the page as it is shown: (left, top, right, bottom)."""
    left, bottom, right, top = page.get_mediabox()
    quarter = page.get_rotation() // 90 % 4
    if quarter == 1:
        return lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if quarter == 2:
        return lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom)
    if quarter == 3:
        return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0)
    return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)


def glyphs_of(page: Any) -> list[Glyph]:
    """The characters of a page in the order in which they are drawn. O(characters)."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    turn, upright = turn_of(page), page.get_rotation() % 360
    out: list[Glyph] = []
    box = pdfium.FS_RECTF()
    try:
        for at, char in _characters(text, pdfium):
            if not pdfium.FPDFText_GetLooseCharBox(text, at, box):
                continue
            glyph = Glyph(char, *turn(box.left, box.bottom, box.right, box.top))
            if _joins(out, glyph) or _is_upright(pdfium.FPDFText_GetCharAngle(text, at), upright):
                out.append(glyph)
    finally:
        text.close()
    return out


def _characters(text: Any, pdfium: Any) -> Iterator[tuple[int, str]]:
    for at in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        char = chr(code) if code <= _LARGEST else "\ufffd"
        if char not in _BLANK and not 0xD800 <= code <= 0xDFFF:
            yield at, plain(char) if code >= 0x2E80 else char


def plain(char: str) -> str:
    """一 for the radical that looks like it, and for characters kept for old encodings."""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return char


def _joins(before: list[Glyph], glyph: Glyph) -> bool:
    """Whether a character goes on with the line of the one before it: its angle need not be asked for."""
    if not before:
        return False
    last = before[-1]
    return last.top <= glyph.y <= last.bottom and -1.0 <= glyph.left - last.right <= 4 * (last.bottom - last.top)


def _is_upright(angle: float, rotation: int) -> bool:
    """Whether text runs from left to right on the page as it is shown."""
    turned = (angle * 57.29578 - rotation) % 360
    return angle < 0 or min(turned, 360 - turned) < 4

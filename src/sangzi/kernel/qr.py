"""QR codes of addresses: for signing in at an event, and for looking a certificate up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .errors import BadInput

if TYPE_CHECKING:
    from segno import QRCode

LONGEST = 1000  # characters; a code of more has dots too fine for a phone at arm's length
QUIET = 4  # light modules around the code, without which scanners do not find it


def svg(text: str, *, title: str = "") -> SafeString:
    """The code of `text` as an SVG to stand inside a page, as large as its box; `title` is read aloud."""
    code = _code(text).svg_inline(border=QUIET, omitsize=True, title=title or None, light="#fff", dark="#000")
    return mark_safe(code)  # noqa: S308  (dots and an escaped title)


def dots(text: str) -> Sequence[Sequence[int]]:
    """The code of `text` as rows of 1 (dark) and 0, without the quiet zone, for a printer of its own."""
    return tuple(tuple(row) for row in _code(text).matrix)


def _code(text: str) -> QRCode:
    import segno

    if not text or len(text) > LONGEST:
        raise BadInput(_("二维码的内容要有1到%(most)s个字符。") % {"most": LONGEST})
    return segno.make_qr(text, error="m", boost_error=False)

"""Certificates as PDF: one A4 page across, with the type it needs inside, and a code that leads to its check page.

The same arguments give the same bytes, so a certificate that is asked for again is the same file.
"""

from __future__ import annotations

import io
import lzma
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from . import qr
from .errors import BadInput
from .wording import day_of, listed

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

FONT = Path(__file__).parent / "fonts" / "NotoSerifSC-Medium.ttf.xz"
FACE = "NotoSerifSC-Medium"
WIDTH, HEIGHT = 841.89, 595.28
MARGIN = 96.0
RED, GOLD, INK, GREY = (0.62, 0.11, 0.11), (0.72, 0.57, 0.31), (0.13, 0.13, 0.13), (0.42, 0.42, 0.42)
TITLE, BODY, SMALL = 44.0, 19.0, 9.5
FOOT = 92.0
"""Where issuer and number stand, from the lower edge."""
CODE = 74.0
SEAL = 108.0
LONGEST_TITLE = 16
LINE = 1.75
_FACES = (21.0, 19.0, 17.0, 15.0, 13.0)
"""Sizes that the text is tried in until it fits."""


def certificate(
    title: str,
    body_lines: Sequence[str],
    number: str,
    issuer: str,
    on: date,
    check_url: str,
    *,
    seal: bytes | None = None,
    sample: bool = False,
) -> bytes:
    """A certificate. A line that ends in a colon addresses somebody; the others are paragraphs.

    `seal` is a picture (PNG) laid over the issuer; `sample` writes 示例 across the page. Raises `BadInput` for
    what does not fit on the page and for characters that the type does not have.
    """
    words = (title, *body_lines, number, issuer, check_url, _("示例"))
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise BadInput(_("证书的标题要有1到%(most)s个字。") % {"most": LONGEST_TITLE})
    _refuse_unknown_signs(words)
    file = io.BytesIO()
    page = _page(file, title, issuer)
    _frame(page)
    if sample:
        _watermark(page, _("示例"))
    _title(page, title)
    _body(page, body_lines)
    _issued(page, issuer, day_of(on), seal)
    _number(page, number, check_url)
    page.showPage()
    page.save()
    return file.getvalue()


@cache
def _font() -> TTFont:
    """The type, unpacked once for a process: some 0.4 s."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(FACE, io.BytesIO(lzma.decompress(FONT.read_bytes())))
    registerFont(font)
    return font


def _refuse_unknown_signs(words: Iterable[str]) -> None:
    known = _font().face.charToGlyph
    unknown = sorted({sign for text in words for sign in text if ord(sign) not in known and not sign.isspace()})
    if unknown:
        raise BadInput(_("证书的字体里没有这些字：%(signs)s；请改用别的写法。") % {"signs": listed(unknown)})


def _page(file: io.BytesIO, title: str, issuer: str) -> Canvas:
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True, pageCompression=1, lang="zh-CN")
    page.setTitle(title)
    page.setAuthor(issuer)
    return page


def _frame(page: Canvas) -> None:
    for inset, width, colour in ((26.0, 3.2, RED), (34.0, 0.8, GOLD), (38.0, 0.4, GOLD)):
        page.setStrokeColorRGB(*colour)
        page.setLineWidth(width)
        page.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
    for right in (False, True):
        for upper in (False, True):
            _corner(page, right=right, upper=upper)


def _corner(page: Canvas, *, right: bool, upper: bool) -> None:
    """A square meander, turned into its corner."""
    page.saveState()
    page.translate(WIDTH - 38 if right else 38, HEIGHT - 38 if upper else 38)
    page.scale(-1 if right else 1, -1 if upper else 1)
    page.setStrokeColorRGB(*GOLD)
    page.setLineWidth(1.4)
    path = page.beginPath()
    path.moveTo(44, 8)
    for x, y in ((8, 8), (8, 44), (36, 44), (36, 16), (16, 16), (16, 36), (28, 36), (28, 24), (23, 24)):
        path.lineTo(x, y)
    page.drawPath(path)
    page.restoreState()


def _title(page: Canvas, title: str) -> None:
    """Spaced and somewhat bolder than the text: filled, and drawn round with a thin line."""
    space = TITLE * (0.45 if len(title) <= 8 else 0.15)
    size = min(TITLE, (WIDTH - 2 * MARGIN) / (len(title) * (1 + space / TITLE)))
    width = _width(title, size) + space * (len(title) - 1)
    page.saveState()  # spacing and outlines go on until they are taken back
    text = page.beginText((WIDTH - width) / 2, HEIGHT - 138)
    text.setFont(FACE, size)
    text.setCharSpace(space)
    text.setFillColorRGB(*RED)
    text.setStrokeColorRGB(*RED)
    page.setLineWidth(0.9)
    text.setTextRenderMode(2)
    text.textOut(title)
    page.drawText(text)
    page.restoreState()
    page.setStrokeColorRGB(*GOLD)
    page.setLineWidth(0.8)
    page.line(WIDTH / 2 - 120, HEIGHT - 162, WIDTH / 2 + 120, HEIGHT - 162)


def _body(page: Canvas, lines: Sequence[str]) -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    upper, lower = HEIGHT - 186, FOOT + 96
    for size in _FACES:
        usual = ParagraphStyle("text", fontName=FACE, fontSize=size, leading=size * LINE, textColor=INK, wordWrap="CJK")
        first = ParagraphStyle("first", usual, firstLineIndent=2 * size)
        said = [Paragraph(escape(line), usual if line.endswith(("：", ":")) else first) for line in lines]
        heights = [paragraph.wrap(WIDTH - 2 * MARGIN, HEIGHT)[1] for paragraph in said]
        if sum(heights) <= upper - lower:
            break
    else:
        raise BadInput(_("证书的正文太长，一页放不下；请缩短。"))
    at = upper - max(upper - lower - sum(heights), 0) * 0.35
    for paragraph, height in zip(said, heights, strict=True):
        at -= height
        paragraph.drawOn(page, MARGIN, at)


def _issued(page: Canvas, issuer: str, day: str, seal: bytes | None) -> None:
    """Issuer and day at the right, the seal over them."""
    size = min(BODY - 2, (WIDTH / 2 - MARGIN / 2) / max(_width(issuer, 1), 1))
    middle = WIDTH - MARGIN - max(_width(issuer, size), _width(day, size)) / 2
    page.setFillColorRGB(*INK)
    page.setFont(FACE, size)
    page.drawCentredString(middle, FOOT + 40, issuer)
    page.drawCentredString(middle, FOOT + 10, day)
    if seal is not None:
        from reportlab.lib.utils import ImageReader

        corner = (middle - SEAL / 2, FOOT + 30 - SEAL / 2)
        page.drawImage(ImageReader(io.BytesIO(seal)), *corner, SEAL, SEAL, mask="auto", preserveAspectRatio=True)


def _number(page: Canvas, number: str, check_url: str) -> None:
    """The code and, beside it for those without a camera, number and address."""
    _code(page, check_url, MARGIN, FOOT - 8)
    page.setFillColorRGB(*GREY)
    page.setFont(FACE, SMALL)
    left = MARGIN + CODE + 12
    lines = (_("证书编号：%(number)s") % {"number": number}, _("扫码核验，或打开："), check_url)
    for at, line in enumerate(lines):
        size = min(SMALL, (WIDTH / 2 - left + 60) / max(_width(line, 1), 1))
        page.setFont(FACE, size)
        page.drawString(left, FOOT + 38 - at * 17, line)


def _code(page: Canvas, text: str, left: float, lower: float) -> None:
    rows = qr.dots(text)
    dot = CODE / len(rows)
    page.setFillColorRGB(*INK)
    path = page.beginPath()
    for up, row in enumerate(reversed(rows)):
        for at, dark in enumerate(row):
            if dark:
                path.rect(left + at * dot, lower + up * dot, dot, dot)
    page.drawPath(path, stroke=0, fill=1)


def _watermark(page: Canvas, words: str) -> None:
    page.saveState()
    page.translate(WIDTH / 2, HEIGHT / 2)
    page.rotate(24)
    page.setFillColorRGB(0.62, 0.11, 0.11, alpha=0.10)
    page.setFont(FACE, 190)
    page.drawCentredString(0, -70, words)
    page.restoreState()


def _width(text: str, size: float) -> float:
    return float(_font().stringWidth(text, size))

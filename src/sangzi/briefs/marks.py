"""WordprocessingML that python-docx has no words for: links, fonts of East Asian text, rules, page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

FANGSONG, HEITI, KAITI, BIAOSONG, SONGTI = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
# The standard names styles, not products: what to take where a font is not installed.
INSTEAD = {
    FANGSONG: "FangSong,仿宋_GB2312,STFangsong",
    HEITI: "SimHei,STHeiti",
    KAITI: "KaiTi,楷体_GB2312,STKaiti",
    BIAOSONG: "FZXiaoBiaoSong-B05S,小标宋体,STZhongsong",
    SONGTI: "SimSun,STSong",
}
RED = RGBColor(0xC8, 0x10, 0x1E)
INK = "1F2A44"


@dataclass(frozen=True, slots=True)
class Face:
    """How a run of text looks."""

    font: str = FANGSONG
    size: float = 16
    color: RGBColor | None = None
    bold: bool = False
    spread: float = 0  # points between characters


def element(name: str, **attributes: object) -> Any:
    """An element of the w: namespace with attributes of the same."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def dress(run: Any, face: Face) -> None:
    """Give a run its fonts, size and colour."""
    run.font.name = LATIN
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face.font)  # noqa: SLF001  (python-docx has no other way)
    run.font.size = Pt(face.size)
    run.font.bold = face.bold or None
    if face.color is not None:
        run.font.color.rgb = face.color
    if face.spread:
        run._element.rPr.append(element("spacing", val=round(face.spread * 20)))  # noqa: SLF001


def write(paragraph: Any, text: str, face: Face) -> Any:
    """Add text to a paragraph."""
    run = paragraph.add_run(text)
    dress(run, face)
    return run


def link(paragraph: Any, text: str, address: str, tip: str, face: Face) -> None:
    """Add text that leads to an address: dark, with a dotted line below."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made = element("hyperlink", tooltip=tip, history=1)
    made.set(qn("r:id"), relation)
    run = write(paragraph, text, face)
    run.font.color.rgb = RGBColor.from_string(INK)
    run._element.rPr.append(element("u", val="dotted", color="8A93A6"))  # noqa: SLF001
    made.append(run._element)  # noqa: SLF001
    paragraph._element.append(made)  # noqa: SLF001


def rule(paragraph: Any, *, color: str, eighths: int, space: int = 1) -> None:
    """A line below a paragraph, in eighths of a point."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=eighths, space=space, color=color))
    properties = paragraph._element.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def page_number(paragraph: Any, face: Face) -> None:
    """— 1 —"""
    write(paragraph, "— ", face)
    field = element("fldSimple", instr="PAGE")
    run = write(paragraph, "1", face)
    field.append(run._element)  # noqa: SLF001
    paragraph._element.append(field)  # noqa: SLF001
    write(paragraph, " —", face)


def lines_of_table(table: Any, *, outer: int, inner: int, color: str = "000000", inner_color: str = "BFBFBF") -> None:
    """Lines above, below and between the rows; none at the sides."""
    borders = element("tblBorders")
    for side in ("top", "bottom"):
        borders.append(element(side, val="single", sz=outer, space=0, color=color))
    borders.append(element("insideH", val="single", sz=inner, space=0, color=inner_color))
    properties = table._element.tblPr  # noqa: SLF001
    properties.append(borders)
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=60, type="dxa"))
    properties.append(margins)


def repeat_on_each_page(row: Any) -> None:
    """Make a row the head of its table on every page."""
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))  # noqa: SLF001


def keep_whole(row: Any) -> None:
    """Never break a row over two pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit", val="true"))  # noqa: SLF001


def line_below(row: Any, eighths: int) -> None:
    """A line of its own below every cell of a row."""
    for cell in row.cells:
        borders = element("tcBorders")
        borders.append(element("bottom", val="single", sz=eighths, space=0, color="000000"))
        cell._element.get_or_add_tcPr().append(borders)  # noqa: SLF001


def space(paragraph: Any, *, line: float, before: float = 0, after: float = 0, indent: float = 0) -> None:
    """Exact line height, space around and first-line indent, all in points."""
    style = paragraph.paragraph_format
    style.line_spacing, style.space_before, style.space_after = Pt(line), Pt(before), Pt(after)
    if indent:
        style.first_line_indent = Pt(indent)


CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)

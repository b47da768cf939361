"""The text of a plan's file: TXT, HTML, DOCX, PDF.

Needs no database and no settings, so that `sangzi plan read` starts at once. For `.txt` the text is the file, character
for character (a byte-order mark and the line ends stay), so that offsets into it are offsets into the file.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sangzi.kernel.errors import BadInput

MAX_BYTES = 50 * 2**20
"""The largest file that is opened."""
MAX_TEXT = 20_000_000
"""The longest text that is taken out of a file, in characters."""
MAX_UNPACKED = 300 * 2**20
"""The most that a DOCX may unpack to; read from its directory, before anything is unpacked."""
MAX_PARTS = 5_000
_PER_PAGE = 8
"""A PDF with fewer characters a page than this holds pictures of text."""
_DROPPED = frozenset({"script", "style", "nav", "noscript", "template", "iframe", "svg", "head"})
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_TABLES = ["table", "caption", "thead", "tbody", "tfoot", "tr"]
_LISTS = ["ul", "ol", "li", "dl", "dt", "dd"]
_PARTS = ["body", "main", "article", "section", "header", "footer", "aside", "address", "form", "figure", "blockquote"]
_BLOCKS = frozenset([*_HEADINGS, *_TABLES, *_LISTS, *_PARTS, "p", "div", "br", "hr", "pre"])
_CELLS = frozenset({"td", "th"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


class PlanFileUnreadable(BadInput):
    """A plan's file cannot be read; the sentence says why, and what to bring instead."""

    code = "plan-file-unreadable"


def _spoken(message: str) -> str:
    """In the visitor's language where Django runs; on a bare command line in Chinese."""
    registry = sys.modules.get("django.apps")
    if registry is None or not registry.apps.ready:
        return message
    from django.utils.translation import gettext as translated

    return translated(message)


_ = _spoken


@dataclass(frozen=True)
class Extracted:
    """The text of a file, its kind ("txt", "html", "docx", "pdf"), its pages if it has any, and what to look at."""

    text: str
    kind: str
    pages: int | None = None
    warnings: tuple[str, ...] = ()


def extract(path: Path) -> Extracted:
    """Take the text out of a file by its suffix. Raises `PlanFileUnreadable` with a sentence."""
    read = KINDS.get(path.suffix.lower())
    if read is None:
        kinds = "、".join(sorted(KINDS))
        raise _unreadable(
            _("“%(name)s”的类型读不了；可以读的类型：%(kinds)s。旧版 .doc 请另存为 .docx。"), path, kinds=kinds
        )
    if not path.is_file():
        raise _unreadable(_("找不到文件“%(name)s”；请检查路径。"), path)
    size = path.stat().st_size
    if size > MAX_BYTES:
        sizes = {"size": size // 2**20, "limit": MAX_BYTES // 2**20}
        raise _unreadable(_("“%(name)s”有 %(size)s MB，超过上限 %(limit)s MB；请只留下正文再试。"), path, **sizes)
    if size == 0:
        raise _unreadable(_("“%(name)s”是空文件；请换一个有内容的文件。"), path)
    extracted = read(path)
    if not extracted.text.strip("\ufeff \t\r\n\f\u3000"):
        raise _unreadable(_("“%(name)s”里没有文字；请换一个有内容的文件，图片要先做文字识别。"), path)
    if len(extracted.text) > MAX_TEXT:
        raise _too_long(path, len(extracted.text))
    return extracted


def _unreadable(message: str, path: Path, **values: Any) -> PlanFileUnreadable:
    values["name"] = path.name
    return PlanFileUnreadable(message % values, **values)


def _too_long(path: Path, length: int) -> PlanFileUnreadable:
    told = {"length": length, "limit": MAX_TEXT}
    return _unreadable(_("“%(name)s”有 %(length)s 字，超过上限 %(limit)s 字；请按章节分成几份。"), path, **told)


def _txt(path: Path) -> Extracted:
    return Extracted(_decoded(path.read_bytes(), path), "txt")


def _decoded(content: bytes, path: Path) -> str:
    """UTF-8 or GB 18030 (and UTF-16 that says so), with nothing added, dropped or changed."""
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16-le",) if content[:2] == b"\xff\xfe" else ("utf-16-be",)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable(_("“%(name)s”不是文本，或不是 UTF-8、GB 18030 编码；请另存为 UTF-8 文本。"), path)


def _html(path: Path) -> Extracted:
    from lxml import etree  # type: ignore[import-untyped]
    from lxml import html as parser

    source = _DECLARED.sub("", _decoded(path.read_bytes(), path)).lstrip("\ufeff")
    try:
        root = parser.document_fromstring(source)
    except etree.ParserError as error:
        raise _unreadable(_("“%(name)s”里没有网页内容；请换一个文件。"), path) from error
    return Extracted(_tidied("".join(_words(root))), "html")


def _words(root: Any) -> Iterator[str]:
    """The words of a page in reading order: a line for each block, a tab after each cell."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]

    hidden = 0
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _DROPPED
            if not hidden:
                yield "\n" if tag in _BLOCKS else ""
                yield _BLANKS.sub(" ", element.text or "")
            continue
        if event == "end" and not hidden:
            yield "\t" if tag in _CELLS else "\n" if tag in _BLOCKS and tag != "br" else ""
        hidden -= event == "end" and tag in _DROPPED
        if not hidden:
            yield _BLANKS.sub(" ", element.tail or "")


def _tidied(text: str) -> str:
    """Without blanks at the ends of lines and without more than one empty line in a row."""
    lines = (line.strip(" \r\t\f") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _docx(path: Path) -> Extracted:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    _check_package(path)
    try:
        document = Document(str(path))
        return Extracted("\n".join(_blocks(document)) + "\n", "docx")
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable(_("“%(name)s”不是完整的 Word 文件；请用 Word 打开后另存为 .docx。"), path) from error


def _check_package(path: Path) -> None:
    """Refuse what is no DOCX, and what would unpack to far more than it is: its directory says so."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise _unreadable(
            _("“%(name)s”不是 .docx 文件，或已加密、损坏；请用 Word 打开后另存为 .docx。"), path
        ) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        limit = MAX_UNPACKED // 2**20
        raise _unreadable(_("“%(name)s”解压后超过 %(limit)s MB；请删去其中的图片再试。"), path, limit=limit)


def _blocks(document: Any) -> Iterator[str]:
    """Paragraphs and tables in document order; the cells of a row are parted by tabs."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from ("\t".join(_cells(row)) for row in block.rows)
        else:
            yield block.text


def _cells(row: Any) -> Iterator[str]:
    """The cells of a row, a merged one once."""
    before = None
    for cell in row.cells:
        if cell._tc is not before:  # noqa: SLF001  (python-docx tells merged cells in no other way)
            yield _BLANKS.sub(" ", cell.text).strip()
        before = cell._tc  # noqa: SLF001


def _pdf(path: Path) -> Extracted:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _unreadable(_("“%(name)s”有密码；请先去掉密码再试。"), path) from error
        raise _unreadable(_("“%(name)s”不是 PDF 文件，或已损坏；请重新导出。"), path) from error
    try:
        pages = _pages(document, path)
    finally:
        document.close()
    written = [page for page in pages if len(page.strip()) >= _PER_PAGE]
    if not written:
        raise _unreadable(_("“%(name)s”里没有文字，像是扫描件；请换有文字的 PDF，或先做文字识别。"), path)
    return Extracted("\n".join(pages), "pdf", len(pages), _scanned(len(pages) - len(written)))


def _pages(document: Any, path: Path) -> list[str]:
    pages: list[str] = []
    length = 0
    for page in document:
        text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
        pages.append(text)
        length += len(text)
        if length > MAX_TEXT:
            raise _too_long(path, length)
    return pages


def _scanned(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (_("有 %(count)s 页没有文字，像是扫描图像，这些页没有读。") % {"count": count},)


KINDS: dict[str, Callable[[Path], Extracted]] = {
    ".txt": _txt,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}
"""What can be read, by suffix."""

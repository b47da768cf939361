"""The text of a plan's file: TXT, HTML, DOCX, XLSX, PDF.

Needs no database and no settings, so that `sangzi plan read` starts at once. For `.txt` the text is the file, character
for character (a byte-order mark and the line ends stay), so that offsets into it are offsets into the file.
One module a kind: `plain`, `webpages`, `word` (with `numbering`), `sheets`, `portable` (with `glyphs`, `rulings`,
`layout`); `cells` writes tables as text, `packages` opens ZIPs within `limits`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from . import limits
from .extracted import Extracted
from .limits import MAX_BYTES
from .plain import read_txt
from .portable import read_pdf
from .refusals import PlanFileUnreadable, spoken, too_long, unreadable
from .sheets import read_xlsx
from .webpages import read_html
from .word import read_docx

__all__ = ["KINDS", "MAX_BYTES", "Extracted", "PlanFileUnreadable", "extract", "otherwise"]

_ = spoken
KINDS: dict[str, Callable[[Path], Extracted]] = {
    ".txt": read_txt,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".pdf": read_pdf,
}
"""What can be read, by suffix."""
_WORDS = frozenset({".doc", ".wps", ".rtf", ".odt", ".docm", ".dot", ".wpt"})
_SHEETS = frozenset({".xls", ".et", ".ods", ".xlsm", ".csv"})
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic"})


def extract(path: Path) -> Extracted:
    """Take the text out of a file by its suffix. Raises `PlanFileUnreadable` with a sentence."""
    read = KINDS.get(path.suffix.lower())
    if read is None:
        kinds = "、".join(sorted(KINDS))
        said = _("“%(name)s”的类型读不了；可以读的类型：%(kinds)s。%(advice)s")
        raise unreadable(said, path, kinds=kinds, advice=otherwise(path.suffix))
    if not path.is_file():
        raise unreadable(_("找不到文件“%(name)s”；请检查路径。"), path)
    size = path.stat().st_size
    if size > limits.MAX_BYTES:
        sizes = {"size": size // 2**20, "limit": limits.MAX_BYTES // 2**20}
        raise unreadable(_("“%(name)s”有 %(size)s MB，超过上限 %(limit)s MB；请只留下正文再试。"), path, **sizes)
    if size == 0:
        raise unreadable(_("“%(name)s”是空文件；请换一个有内容的文件。"), path)
    extracted = read(path)
    if not extracted.text.strip("\ufeff \t\r\n\f\u3000"):
        raise unreadable(_("“%(name)s”里没有文字；请换一个有内容的文件，图片要先做文字识别。"), path)
    if len(extracted.text) > limits.MAX_TEXT:
        raise too_long(path, len(extracted.text))
    return extracted


def otherwise(suffix: str) -> str:
    """What to do with a file of a kind that cannot be read."""
    suffix = suffix.lower()
    if suffix in _WORDS:
        return _("请用 Word 或 WPS 打开它，另存为 .docx。")
    if suffix in _SHEETS:
        return _("请用 Excel 或 WPS 表格打开它，另存为 .xlsx。")
    if suffix in _PICTURES:
        return _("这是图片：请先做文字识别，再上传识别出的文字。")
    if suffix == ".ofd":
        return _("请用 OFD 阅读器打开它，导出为有文字的 PDF。")
    return _("请另存为 .docx、.pdf 或 .txt。")

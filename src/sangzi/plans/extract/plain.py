"""Text files: given character for character, so that offsets into the text are offsets into the file."""

from __future__ import annotations

from pathlib import Path

from .extracted import Extracted
from .refusals import spoken, unreadable

_ = spoken


def read_txt(path: Path) -> Extracted:
    """The file as it is; a byte-order mark and the line ends stay."""
    return Extracted(decoded(path.read_bytes(), path), "txt")


def decoded(content: bytes, path: Path) -> str:
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
    raise unreadable(_("“%(name)s”不是文本，或不是 UTF-8、GB 18030 编码；请另存为 UTF-8 文本。"), path)

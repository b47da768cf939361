"""What kinds of files are taken as papers: told by their content, and made harmless where that can be."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal
from unicodedata import category, normalize
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from . import packages
from .errors import BadInput
from .wording import listed

if TYPE_CHECKING:
    from PIL import Image

Kind = Literal["pdf", "jpeg", "png", "docx", "xlsx"]
TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SUFFIXES = {"jpeg": ".jpg"}
ALL: tuple[Kind, ...] = ("pdf", "jpeg", "png", "docx", "xlsx")
PACKAGE = packages.Limits(parts=2_000, unpacked=300 * 2**20, part=120 * 2**20)
MOST_DOTS = 60_000_000
"""A picture of more would take more than 180 MB to look at."""
QUALITY = 88
ORIENTATION = 0x0112
TURNS = ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270", "TRANSVERSE", "ROTATE_90")
"""How a picture is turned whose note of orientation says 2 to 8."""
LONGEST_NAME = 80
PDF_BEGINS_WITHIN = 1024


@dataclass(frozen=True)
class Harmless:
    """A file as it is kept."""

    kind: Kind
    content: bytes


def harmless(content: bytes, kinds: tuple[Kind, ...] = ALL) -> Harmless:
    """The file as it may be kept: pictures drawn anew without what cameras write into them. Raises `BadInput`."""
    kind = kind_of(content)
    if kind is None or kind not in kinds:
        told = {"kinds": listed(one.upper() for one in kinds)}
        raise BadInput(_("只收这些格式的文件：%(kinds)s；请换一种格式再传。") % told)
    return Harmless(kind, _redrawn(content, kind) if kind in ("jpeg", "png") else content)


def kind_of(content: bytes) -> Kind | None:
    """What a file is by its content, whatever it is called; None for everything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if b"%PDF-" in content[:PDF_BEGINS_WITHIN]:
        return "pdf"
    return _office_kind(content) if content.startswith(b"PK\x03\x04") else None


def safe_name(name: str, kind: Kind) -> str:
    """A file's name without folders, signs that cannot be seen or turn the reading round, and false endings."""
    last = PurePosixPath(normalize("NFC", name).replace("\\", "/")).name
    seen = "".join(sign for sign in last if category(sign)[0] not in "CZ" or sign == " ")
    stem = re.sub(r'[<>:"/\\|?*]', "", seen).strip(" .")
    while re.search(r"\.[A-Za-z0-9]{1,5}$", stem):
        stem = stem.rpartition(".")[0].strip(" .")
    return (stem[:LONGEST_NAME] or _("附件")) + SUFFIXES.get(kind, f".{kind}")


def _office_kind(content: bytes) -> Kind | None:
    if packages.fault(io.BytesIO(content), PACKAGE):
        return None
    try:
        with ZipFile(io.BytesIO(content)) as package:
            parts = {part.lower() for part in package.namelist()}
    except BadZipFile:
        return None
    if any(part.endswith("vbaproject.bin") for part in parts):
        return None  # a program, whatever its name says
    if "word/document.xml" in parts:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in parts else None


def _redrawn(content: bytes, kind: Kind) -> bytes:
    """A picture as its dots alone: no place, no camera, no comment, nothing behind its end."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=(kind.upper(),)) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise BadInput(_("图片太大，超过%(most)s万像素；请缩小后再传。") % {"most": MOST_DOTS // 10_000})
            if picture.mode.startswith("I"):  # scans of 65,536 greys, which would all turn white
                return _drawn(_upright(picture).point(lambda grey: grey * (1 / 256)).convert("L"), kind)
            return _drawn(_upright(picture).convert(_mode(picture.mode, kind)), kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadInput(_("图片已损坏，不能打开；请重新拍摄或导出后再传。")) from error


def _upright(picture: Image.Image) -> Image.Image:
    """A picture turned as its camera was held, for the note of that is about to go."""
    from PIL.Image import Transpose

    try:
        turned = picture.getexif().get(ORIENTATION)
    except (ArithmeticError, LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error):
        return picture  # notes that cannot be read turn nothing; the dots are what is kept
    turns = {number: Transpose[name] for number, name in enumerate(TURNS, 2)}
    return picture.transpose(turns[turned]) if turned in turns else picture


def _mode(mode: str, kind: Kind) -> str:
    if kind == "jpeg":
        return "L" if mode == "L" else "RGB"
    return "RGBA" if mode in ("RGBA", "LA", "PA", "P") else "L" if mode in ("1", "L") else "RGB"


def _drawn(picture: Image.Image, kind: Kind) -> bytes:
    picture.info.clear()
    file = io.BytesIO()
    picture.save(file, kind.upper(), **({"quality": QUALITY} if kind == "jpeg" else {}))
    return file.getvalue()

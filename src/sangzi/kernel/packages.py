"""Office packages (ZIP files of XML parts): what their directory says of them, before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

Fault = Literal["broken", "too-large", "part-too-large"]


class Limits(NamedTuple):
    """The most parts, the most bytes of all parts unpacked, and the most of one XML part."""

    parts: int
    unpacked: int
    part: int


def fault(file: Path | BinaryIO, limits: Limits) -> Fault | None:
    """What keeps a package from being unpacked; None where nothing does. Unpacks nothing itself."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except zipfile.BadZipFile:
        return "broken"
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        return "too-large"
    words = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    return "part-too-large" if words > limits.part else None

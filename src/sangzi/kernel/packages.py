"""Office packages (ZIP files of XML parts): what their directory says of them, before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

Fault = Literal["broken", "too-large", "part-too-large"]


LEAST_PACKED = 1024


class Limits(NamedTuple):
    """The most parts, the most bytes of all parts unpacked, of one XML part, and how many times a part may swell."""

    parts: int
    unpacked: int
    part: int | None = None
    times: int | None = None


def fault(file: Path | BinaryIO, limits: Limits) -> Fault | None:
    """What keeps a package from being unpacked; None where nothing does. Unpacks nothing itself."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except zipfile.BadZipFile:
        return "broken"
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        return "too-large"
    if limits.times and any(part.file_size > limits.times * max(part.compress_size, LEAST_PACKED) for part in parts):
        return "too-large"
    words = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    return "part-too-large" if limits.part and words > limits.part else None

"""Office packages: the XML parts of a ZIP, within limits."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from sangzi.kernel import packages

from . import limits
from .refusals import spoken, unreadable

_ = spoken


def check(path: Path, kind: str) -> None:
    """Refuse what is no package, and what would unpack to far more than it is: its directory says so."""
    fault = packages.fault(path, packages.Limits(limits.MAX_PARTS, limits.MAX_UNPACKED, limits.MAX_PART))
    if fault == "broken":
        raise unreadable(_("“%(name)s”不是 %(kind)s 文件，或已加密、损坏；请打开后另存为 %(kind)s。"), path, kind=kind)
    if fault == "too-large":
        limit = limits.MAX_UNPACKED // 2**20
        raise unreadable(_("“%(name)s”解压后超过 %(limit)s MB；请删去其中的图片再试。"), path, limit=limit)
    if fault == "part-too-large":
        limit = limits.MAX_PART // 2**20
        raise unreadable(_("“%(name)s”的正文解压后超过 %(limit)s MB；请按章节分成几份。"), path, limit=limit)


def tree(package: zipfile.ZipFile, name: str) -> Any | None:
    """The root of a part, or None where there is no such part.

    Raises ValueError for a part that declares entities: no word processor writes any.
    """
    from lxml import etree  # type: ignore[import-untyped]

    if name not in package.NameToInfo:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(package.read(name), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(name)
    return root

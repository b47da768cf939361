"""Reads what an organisation declares in TOML: the shipped files, and its own folder laid over them.

A file is named for its key. Unknown keys, wrong values and doubles are refused with the file, the place
and, where one is near, the word that was probably meant.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError

from .complaints import complaint, meant
from .errors import SangziError

SHIPPED = Path(__file__).parent.parent / "definitions"


class BadDefinition(SangziError):
    """A definition file that cannot be used; `context['complaints']` lists every reason."""

    code = "bad-definition"
    status = 422


class Definition(BaseModel):
    """Base of everything declared in TOML. Closed: a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    title: str
    title_en: str

    @property
    def digest(self) -> str:
        """What a frozen round and a receipt remember of the definition: SHA-256 of its canonical form."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


D = TypeVar("D", bound=Definition)


def load(folder: str, shape: type[D]) -> dict[str, D]:
    """All definitions of one folder by key, the organisation's own instead of the shipped where both exist.

    Raises `BadDefinition` with every complaint about every file.
    """
    found: dict[str, D] = {}
    complaints: list[str] = []
    for path in _files(folder):
        try:
            found[path.stem] = read(path, shape)
        except BadDefinition as error:
            complaints += error.context["complaints"]
    if complaints:
        raise BadDefinition("\n".join(complaints), complaints=complaints)
    return dict(sorted(found.items()))


def read(path: Path, shape: type[D]) -> D:
    """One definition file, checked for shape; its key must be the file's name."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise _bad([_("%(file)s：不是 UTF-8 文本；请另存为 UTF-8。") % {"file": path.name}]) from error
    return parse(text, shape, key=path.stem)


def parse(text: str, shape: type[D], *, key: str) -> D:
    """A definition from the text of its file, checked for shape. Raises `BadDefinition` as for the file `key`.toml."""
    file = f"{key}.toml"
    try:
        definition = shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        told = {"file": file, "error": error}
        raise _bad([_("%(file)s：不是 TOML（%(error)s）；请检查那一处的引号和括号。") % told]) from error
    except ValidationError as error:
        raise _bad([complaint(file, line, shape) for line in error.errors()]) from error
    if definition.key != key:
        told = {"file": file, "key": definition.key, "name": key}
        raise _bad([_("%(file)s：key 是“%(key)s”，而文件名是“%(name)s”；两者要相同。") % told])
    return definition


def _files(folder: str) -> Iterator[Path]:
    roots = [SHIPPED]
    if settings.SANGZI_DEFINITIONS:
        roots.append(settings.SANGZI_DEFINITIONS)
    for root in roots:
        yield from sorted((root / folder).glob("*.toml"))


def _bad(complaints: list[str]) -> BadDefinition:
    return BadDefinition("\n".join(complaints), complaints=complaints)


def odd_folders() -> list[str]:
    """Complaints about folders of the organisation's own that nothing would ever read."""
    own: Path | None = settings.SANGZI_DEFINITIONS
    known = sorted(path.name for path in SHIPPED.iterdir() if path.is_dir())
    found = sorted(path.name for path in own.iterdir() if path.is_dir()) if own else []
    return [
        _("定义文件夹“%(folder)s”没有用处；可用的是 %(known)s") % {"folder": name, "known": "、".join(known)}
        + meant(name, known)
        for name in found
        if name not in known and not name.startswith(".")
    ]

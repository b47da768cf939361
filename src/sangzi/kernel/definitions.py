"""Reads what an organisation declares in TOML: the shipped files, and its own folder laid over them.

A file is named for its key. Unknown keys, wrong values and doubles are refused with the file, the place
and, where one is near, the word that was probably meant.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from pydantic import BaseModel, ConfigDict, ValidationError

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
        table = tomllib.loads(path.read_text("utf-8"))
        definition = shape.model_validate(table)
    except tomllib.TOMLDecodeError as error:
        raise _bad([f"{path.name}: {error}"]) from error
    except ValidationError as error:
        raise _bad([_complaint(path, line, shape) for line in error.errors()]) from error
    if definition.key != path.stem:
        raise _bad([f"{path.name}: key is {definition.key!r}, but the file is named {path.stem!r}"])
    return definition


def _files(folder: str) -> Iterator[Path]:
    roots = [SHIPPED]
    if settings.SANGZI_DEFINITIONS:
        roots.append(settings.SANGZI_DEFINITIONS)
    for root in roots:
        yield from sorted((root / folder).glob("*.toml"))


def _bad(complaints: list[str]) -> BadDefinition:
    return BadDefinition("\n".join(complaints), complaints=complaints)


def _complaint(path: Path, line: object, shape: type[Definition]) -> str:
    where = ".".join(str(part) for part in line["loc"])  # type: ignore[index]
    sentence = f"{path.name}: {where}: {line['msg']}"  # type: ignore[index]
    if line["type"] == "extra_forbidden":  # type: ignore[index]
        near = difflib.get_close_matches(where.rsplit(".", 1)[-1], shape.model_fields, n=1)
        sentence += f"; did you mean {near[0]!r}?" if near else ""
    return sentence

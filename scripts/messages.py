"""The catalogues of messages: `python scripts/messages.py compile`, and `… missing APP` for what has no English yet.

Chinese stands in the code and in the templates; English in each app's `locale/en/LC_MESSAGES/django.po`.
Needs no gettext tools. `make install` compiles; a test holds the catalogues complete.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "src" / "sangzi"
CATALOGUES = "*/locale/*/LC_MESSAGES/django.po"
CHINESE = re.compile(r"[一-鿿，。；：（）、]")
# What a call's arguments mean to gettext; None: the first is the message.
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


class Message(NamedTuple):
    """Chinese words, and the context they are said in; the same words in another context are another message."""

    context: str
    words: str


def said_in(app: str) -> Iterator[tuple[Message, str]]:
    """(message, file) for every Chinese message of an app's code and templates."""
    for path, source in _sources(app):
        yield from ((message, str(path.relative_to(PACKAGE))) for message in messages(source))


def _sources(app: str) -> Iterator[tuple[Path, bytes]]:
    """An app's code, and its templates as code."""
    for path in sorted((PACKAGE / app).rglob("*")):
        if path.suffix == ".py":
            yield path, path.read_bytes()
        elif path.is_file() and "templates" in path.parts:
            yield path, _as_python(path.read_text("utf-8"), path)


def messages(source: bytes) -> Iterator[Message]:
    """Every Chinese message in Python source."""
    for _line, function, found, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
        parts = [part for part in (found if isinstance(found, tuple) else (found,)) if part]
        if not parts:  # said elsewhere, in a gettext_noop
            continue
        in_context = (function or "").startswith("pgettext") and len(parts) > 1
        message = Message(parts[0], parts[1]) if in_context else Message("", parts[0])
        if CHINESE.search(message.words):
            yield message


def counted_in(app: str) -> Iterator[str]:
    """What an app says of a number of things: its English needs a form for one and a form for many."""
    for _path, source in _sources(app):
        for _line, function, found, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
            if (function or "").startswith("ngettext") and isinstance(found, tuple) and CHINESE.search(found[0] or ""):
                yield found[0]


def english_counted() -> set[str]:
    """The Chinese that has English for one and for many."""
    paths = PACKAGE.glob("*/locale/en/LC_MESSAGES/django.po")
    told = [message for path in paths for message in _read(path) if message.pluralizable]
    return {message.id[0] for message in told if all(message.string)}


def english() -> dict[Message, str]:
    """Chinese -> English of all catalogues together, as Django joins them; doubtful ones left out."""
    told = {}
    for path in sorted(PACKAGE.glob("*/locale/en/LC_MESSAGES/django.po")):
        for message in _read(path):
            one, other = (text if isinstance(text, str) else text[0] for text in (message.id, message.string))
            if one and other and not message.fuzzy:
                told[Message(message.context or "", one)] = other
    return told


def missing(app: str) -> list[tuple[Message, str]]:
    """What an app says that has no English in its context, with the file that says it."""
    known = english()
    return sorted({(message, file) for message, file in said_in(app) if message not in known})


def compile_all() -> None:
    """Write the `.mo` beside every `.po`."""
    for path in sorted(PACKAGE.glob(CATALOGUES)):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, _read(path))


def print_missing(app: str) -> None:
    """As entries to be filled in and added to the app's catalogue."""
    catalogue = Catalog()
    for message, file in missing(app):
        catalogue.add(message.words, context=message.context or None, locations=[(file, 0)])
    write_po(sys.stdout.buffer, catalogue, omit_header=True, include_lineno=False, width=0)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _as_python(template: str, path: Path) -> bytes:
    from django.utils.translation.template import templatize

    return templatize(template, origin=path.name).encode()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["missing", app]:
            from django.conf import settings

            settings.configure()
            print_missing(app)
        case _:
            sys.exit(__doc__)

"""Compiles the catalogues of messages: `python scripts/compile_messages.py`, called by `make install`."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parent.parent / "src" / "sangzi"


def main() -> None:
    for path in sorted(SOURCE.glob("*/locale/*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


if __name__ == "__main__":
    main()

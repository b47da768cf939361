"""Load the compiled loops of a method before the clock starts, as quickly as that goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .compiling import PLAIN
from .methods import METHODS


def load(method: str) -> None:
    """Run the method once on a tiny instance: what is compiled is then in memory."""
    with _hidden("cffi", "scipy"):
        METHODS[method](PLAIN)


@contextmanager
def _hidden(*packages: str) -> Iterator[None]:
    """Packages that the compiler would load because they are there, a third of a second for what no loop here uses."""
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None says: not there
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]

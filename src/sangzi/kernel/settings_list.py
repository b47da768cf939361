"""Every setting: its name in the environment, its default, and what it does. Declared once, printed everywhere."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One environment variable; `default` is text, as the environment would give it."""

    name: str
    default: str
    means: str

    @property
    def value(self) -> str:
        return os.environ.get(self.name, self.default)


HOME = Setting("SANGZI_HOME", "var", "folder of the database, uploads, documents and the secret key")
DATABASE = Setting("SANGZI_DATABASE", "", "postgresql://user:password@host:port/name; empty: SQLite in SANGZI_HOME")
DEFINITIONS = Setting("SANGZI_DEFINITIONS", "", "folder of one's own TOML files, laid over the shipped ones")
DEBUG = Setting("SANGZI_DEBUG", "", "1 shows tracebacks in the browser; never in production")
HOSTS = Setting("SANGZI_HOSTS", "127.0.0.1,localhost", "host names that the server answers to, separated by commas")
ORIGINS = Setting("SANGZI_ORIGINS", "", "https origins in front of the server, separated by commas")
ADDRESS = Setting("SANGZI_ADDRESS", "", "where documents say Sangzi is opened; empty: http://127.0.0.1 at PORT")
PORT = Setting("PORT", "8000", "port of `make demo` and `sangzi serve`")
LANGUAGE = Setting("SANGZI_LANG", "zh-hans", "language of the command line: zh-hans or en")

SETTINGS = (HOME, DATABASE, DEFINITIONS, DEBUG, HOSTS, ORIGINS, ADDRESS, PORT, LANGUAGE)

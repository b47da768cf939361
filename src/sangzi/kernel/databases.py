"""Where the data are kept: what SANGZI_DATABASE says, as Django wants it described."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from .early import BadInstallation, said

Described = dict[str, object]
SCHEMES = ("postgresql", "postgres")


def database(url: str, home: Path) -> Described:
    """Django's description of the database at `url`; SQLite in the home folder when it is empty.

    Raises `BadInstallation` for an address that names no PostgreSQL database. The sentence does not repeat the
    address, which may hold a password.
    """
    if not url:
        return _sqlite(home)
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise _no_address() from error
    if parts.scheme not in SCHEMES or not parts.path.strip("/"):
        raise _no_address()
    return _postgresql(parts, port)


def _sqlite(home: Path) -> Described:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "sangzi.db",
        # A connection remembers what it has read, and closing the last one folds the log into the file.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
        },
        # A file, not memory: live-server tests and race tests open several connections.
        "TEST": {"NAME": home / "test.db"},
    }


def _postgresql(parts: SplitResult, port: str) -> Described:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # libpq's way to name a socket's folder: postgresql:///name?host=/folder
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": port,
        "CONN_MAX_AGE": 60,
    }


def _no_address() -> BadInstallation:
    return BadInstallation(
        said(
            "SANGZI_DATABASE 不是 PostgreSQL 的地址；请写成 postgresql://用户:密码@主机:端口/库名，留空则使用 SQLite。",
            "SANGZI_DATABASE is no address of a PostgreSQL database; write postgresql://user:password@host:port/name, "
            "or leave it empty for SQLite.",
        )
    )

"""Puts a safe SQLite under Django before Django looks for one.

Releases up to 3.51.2 can lose commits or corrupt a WAL database when two connections
reset the log at the same time (sqlite.org, wal.html, "WAL reset bug"). Debian 12's
Python links 3.40.1, so the `sqlite3` module is replaced by `pysqlite3`.
"""

from __future__ import annotations

import sys

from .early import BadInstallation, said

FIRST_SAFE = (3, 51, 3)


class UnsafeSQLite(BadInstallation):
    """The linked SQLite can corrupt a WAL database."""


def refuse_unsafe(version: tuple[int, ...]) -> None:
    """Raise `UnsafeSQLite` unless `version` holds the WAL fix (3.51.3 or later)."""
    if version < FIRST_SAFE:
        found = ".".join(map(str, version))
        wanted = ".".join(map(str, FIRST_SAFE))
        raise UnsafeSQLite(
            said(
                f"SQLite {found} 可能损坏 WAL 模式的数据库，需要 {wanted} 或更新的版本；"
                "请运行 make install，由 pysqlite3 自带合适的版本。",
                f"SQLite {found} can corrupt a WAL database; {wanted} or later is needed. "
                "Run `make install` so that pysqlite3 brings its own.",
            )
        )


def install() -> None:
    """Replace `sqlite3` by `pysqlite3` and check its version; must run before Django's backends load."""
    import pysqlite3

    refuse_unsafe(pysqlite3.sqlite_version_info)
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

"""What is not Sangzi's own refusal but is told as one: a database or a file that cannot be used."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

BROKEN = (DatabaseError, InterfaceError, OSError)
"""What `sentence_of` may have a sentence for."""


def sentence_of(error: Exception) -> str | None:
    """What to change, or None: then it is a mistake of the program, and its traceback is wanted."""
    if isinstance(error, OSError):
        return _of_file(error)
    if isinstance(error, OperationalError) and "locked" in str(error):
        return _("另一个程序正在写入同一个数据库，等了 20 秒还没有轮到；请等它完成后再试。")
    try:
        return waiting_migrations()
    except (DatabaseError, InterfaceError):
        return _unreachable()


def waiting_migrations() -> str | None:
    """A sentence when the database is empty or of an earlier version."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return None
    if not executor.loader.applied_migrations:
        return _("数据库还是空的。请先运行 sangzi demo 载入示例，或运行 sangzi manage migrate 建一个空的系统。")
    return _("数据库是早先版本的。请先备份，再运行 sangzi manage migrate 升级。")


def _of_file(error: OSError) -> str | None:
    if error.filename is None:
        return None
    told = {"file": error.filename, "reason": error.strerror}
    return _("“%(file)s”读不了或写不进（%(reason)s）；请检查路径和权限。") % told


def _unreachable() -> str:
    """Says where, never the password."""
    about = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return _("“%(file)s”打不开，或不是 SQLite 数据库；请检查 SANGZI_HOME，或从备份恢复。") % {"file": about["NAME"]}
    told = {"name": about["NAME"], "host": about["HOST"] or "localhost", "port": about["PORT"] or "5432"}
    return (
        _("连不上 %(host)s:%(port)s 上的 PostgreSQL 数据库“%(name)s”；请检查 SANGZI_DATABASE，并确认它在运行。") % told
    )

"""A run that was published is neither changed nor removed, whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLE = "programmes_run"
SAID = f"{TABLE}: a published run stays as it is"
SQLITE = """
CREATE TRIGGER {table}_published_no_{verb} BEFORE {verb} ON {table} WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{said}'; END $$;
CREATE TRIGGER {table}_published BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION {table}_published_stays();
"""


def guard(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            editor.execute(SQLITE.format(table=TABLE, verb=verb, said=SAID), params=None)
    else:
        editor.execute(POSTGRESQL.format(table=TABLE, said=SAID), params=None)


def unguard(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_published_no_{verb}")
    else:
        editor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_published_stays CASCADE")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0008_people_asked_to_help")]

    operations = [migrations.RunPython(guard, unguard)]

"""The migrations bring a database to what the models say, on both databases."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from sangzi.kernel.append_only import trigger_statements

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("table", ["kernel_auditline", "programmes_record"])
def test_what_was_written_can_only_be_added_to(table):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        assert cursor.fetchone() == (2,)
    assert table in trigger_statements(table, connection.vendor)[0]

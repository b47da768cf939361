"""An SQLite that can corrupt a WAL database stops the start."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from sangzi.kernel.sqlite import FIRST_SAFE, UnsafeSQLite, refuse_unsafe
from sangzi.kernel.tasks import count_anew
from sangzi.units.models import Unit


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 51, 2)])
def test_an_unsafe_version_is_refused_with_what_to_do(version):
    with pytest.raises(UnsafeSQLite, match="make install"):
        refuse_unsafe(version)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 0), (4, 0, 0)])
def test_a_safe_version_is_accepted(version):
    refuse_unsafe(version)


@pytest.mark.sqlite
def test_the_sqlite_under_django_is_a_safe_one(db):
    found = connection.cursor().execute("SELECT sqlite_version()").fetchone()[0]
    assert tuple(map(int, found.split("."))) >= FIRST_SAFE


@pytest.mark.sqlite
def test_what_has_grown_is_counted_anew(tree):
    count_anew(timezone.now())
    rows = connection.cursor().execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [Unit._meta.db_table]).fetchall()
    assert {stat.split()[0] for (stat,) in rows} == {str(Unit.objects.count())}

"""What is one's own is found by its indexes, among however many others: asked of the database's own plan."""

import pytest
from django.db import connection

from sangzi.kernel.models import Account
from sangzi.programmes.access.own import own_applications, shared_applications

READ_WHOLE = ("SCAN programmes_application", "Seq Scan on programmes_application")


@pytest.fixture
def mine(db):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # an empty table is read from end to end, else
    return Account.objects.create_user("mine", "not used", name="我")


@pytest.mark.parametrize("whose", [own_applications, shared_applications])
def test_no_table_is_read_from_end_to_end(mine, whose):
    plan = whose(mine).order_by("-pk")[:20].explain()
    assert [one for one in plan.splitlines() if one.strip(" ->").startswith(READ_WHOLE)] == []

"""The audit chain holds, and what breaks it is found."""

from __future__ import annotations

import pytest
from django.db import transaction

from sangzi.kernel import audit

pytestmark = pytest.mark.django_db


def write(chain: int, times: int) -> None:
    with transaction.atomic():
        for number in range(times):
            audit.append(chain=chain, act="test.write", about=f"test:{number}", by=None, detail={"number": number})


def test_an_untouched_chain_is_whole():
    write(1, 3)
    write(2, 2)
    assert list(audit.verify()) == []

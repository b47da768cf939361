"""One small sample, loaded once for all tests of a module and rolled back after them."""

from datetime import date

import pytest
from django.db import transaction

from sangzi.sample import load_sample
from tests import cast

UNTIL = date(2026, 11, 21)
SEED = 7
SCALE = 0.3


def load(seed=SEED, until=UNTIL):
    cast.grow_tree()
    return load_sample(until=until, seed=seed, scale=SCALE, progress=lambda *_: None)


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """What the loader says it made."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)

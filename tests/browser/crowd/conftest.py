"""The crowd: as many as go with every run, or, with SANGZI_CROWD=full, a whole province."""

from __future__ import annotations

import gc
import os

import pytest
from django.db import connection

from tests.browser.conftest import DESKTOP, PHONE
from tests.races.processes import process

from . import ground
from .watch import Watch, forget_peak

FULL = os.environ.get("SANGZI_CROWD") == "full"
PATIENCE = (30 if FULL else 1) * 60_000  # milliseconds, on a busy machine


@pytest.fixture(scope="session", autouse=True)
def _nobody_stays(django_db_setup, django_db_blocker):
    """Threads of the pages keep their sessions, and PostgreSQL drops no database at which somebody is."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def laid(opened, watch):  # `opened`: at a database that other processes see
    with watch.step("the crowd comes"):
        made = ground.laid(ground.HEBEI if FULL else ground.SMALL)
    gc.collect()
    forget_peak()
    return made


@pytest.fixture
def worker(laid, watch):
    """A worker beside the server, as `sangzi serve` has one."""
    with process("tests.browser.crowd.worker", os.getpid()) as child:
        yield child
        watch.memory("the worker", child.pid)
        watch.memory("the pages, in the process of the test", os.getpid())


@pytest.fixture
def desk_of(opened):
    """A desk for somebody to sign in at."""

    def made():
        page = opened(DESKTOP)
        page.set_default_timeout(PATIENCE)
        return page

    return made


@pytest.fixture
def phone_of(opened):
    def made():
        page = opened(PHONE, has_touch=True, is_mobile=True)
        page.set_default_timeout(PATIENCE)
        return page

    return made

"""The ground under every test: a home folder of its own, the cast, and what a skip means."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

# Before Django loads: tests never touch the installation beside them.
HOME = Path(tempfile.mkdtemp(prefix="sangzi-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["SANGZI_HOME"] = str(HOME)
os.environ["SANGZI_LANG"] = "zh-hans"  # whatever the terminal speaks in which the tests run

import django  # noqa: E402
import hypothesis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402

if settings.configured:
    raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the tests choose a home folder before Django loads")
os.environ["DJANGO_SETTINGS_MODULE"] = "sangzi.settings"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nobody attacks a test
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
_options = settings.DATABASES["default"].get("OPTIONS", {})
if "init_command" in _options:  # a test's database may be lost with the power
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
settings.STATIC_ROOT.mkdir(parents=True)
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # pytest-xdist's processes begin here too, and choose homes of their own

from sangzi.scoreboard import declared  # noqa: E402
from tests import cast, flush  # noqa: E402

# A busy machine is no reason to fail, and a gate gives the same answer twice.
hypothesis.settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("house")

REAL_PLANS = Path(__file__).parent.parent.parent / "shared" / "plans"
NO_SKIPS = os.environ.get("SANGZI_NO_SKIPS") == "1"
KINDS = {"engines": "engine", "browser": "browser", "house": "house", "docs": "house"}
KINDS |= dict.fromkeys(("web", "api", "cli"), "web")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(config, items):
    for item in items:
        item.add_marker(_kind(Path(item.path)))
        if CHROMIUM is None and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium: install the Debian package chromium"))
    left_out = [item for item in items if _left_out(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _kind(path: Path) -> str:
    folder = path.relative_to(Path(__file__).parent).parts[0]
    return KINDS.get(folder, "domain")


def _left_out(item) -> bool:
    from django.db import connection

    other_database = "postgres" if connection.vendor == "sqlite" else "sqlite"
    if item.get_closest_marker(other_database):
        return True
    return bool(item.get_closest_marker("real_plans")) and not REAL_PLANS.is_dir()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _no_skip((yield))


def _no_skip(report):
    """Where everything is installed a skip hides something: with SANGZI_NO_SKIPS=1 it fails."""
    if NO_SKIPS and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, although SANGZI_NO_SKIPS=1: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    flush.let_pass()


@pytest.fixture(autouse=True)
def chinese():
    """Every test begins in the language that users see first, whatever the one before it spoke."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def declared_in_files():
    """Indicators are those of the files until a request begins, a job begins, or somebody makes one at the desk."""
    declared.know_files_only()


@pytest.fixture
def tree(db):
    """A small ragged tree (see `tests.cast.Tree`)."""
    return cast.grow_tree()


@pytest.fixture
def lead(tree):
    """Leads the province."""
    return cast.appoint("lead", tree.province, "lead")


@pytest.fixture
def member(tree):
    """An officer of one township."""
    return cast.appoint("member", tree.township, "officer")


@pytest.fixture
def county_officer(tree):
    """An officer of the county above `member`'s township."""
    return cast.appoint("county_officer", tree.county, "officer")


@pytest.fixture
def stranger(tree):
    """Leads another province; must see nothing of the first."""
    return cast.appoint("stranger", tree.other_province, "lead")


@pytest.fixture
def auditor(tree):
    """May read the audit chain of the province."""
    return cast.appoint("auditor", tree.province, "auditor")

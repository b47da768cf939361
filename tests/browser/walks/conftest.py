"""Pages for the walkers: a desk, a phone, and a phone that is passed round. They serve all walks of a process."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE

from .cast import Cast
from .desk import Desk
from .pages import enter
from .phone import Phone

HANDHELD = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def complaints():
    return []


@pytest.fixture(scope="session")
def windows(django_db_setup, chromium, live_server, complaints):
    """The three pages, and what goes wrong in them."""
    opened = {}
    for name, options in (("desk", {"viewport": DESKTOP}), ("phone", HANDHELD), ("passed round", HANDHELD)):
        context = chromium.new_context(locale="zh-CN", reduced_motion="reduce", base_url=live_server.url, **options)
        opened[name] = context.new_page()
        opened[name].on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        opened[name].on("request", lambda asked: _note(asked, live_server.url, complaints))
    yield opened
    for page in opened.values():
        page.context.close()


def _note(asked, home, complaints):
    if not asked.url.startswith((home, "data:", "blob:")):
        complaints.append(f"asked another host: {asked.url}")


@pytest.fixture(autouse=True)
def without_complaint(windows, complaints):
    complaints.clear()
    yield
    assert complaints == []
    for page in windows.values():
        page.goto("about:blank")


@pytest.fixture
def cast(county_officer, tree):
    made = Cast(tree, county_officer)
    made.mentor = made.person("高老师", age=45)
    made.partner = made.partner_of()
    return made


@pytest.fixture
def desk(windows, cast):
    enter(windows["desk"], cast.officer)
    return Desk(windows["desk"])


@pytest.fixture
def phone_of(windows):
    """The walker's own phone."""

    def taken_by(account):
        enter(windows["phone"], account)
        return Phone(windows["phone"])

    return taken_by


@pytest.fixture
def somebody_else(windows):
    """The phone that is passed round, in the hands of somebody who signed in, or of nobody in particular."""

    def taken_by(account):
        enter(windows["passed round"], account)
        return Phone(windows["passed round"])

    return taken_by

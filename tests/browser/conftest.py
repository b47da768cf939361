"""Real Chromium at a real server. Where there is no Chromium, tests/conftest.py skips with a sentence."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.cast import PASSWORD

# Playwright keeps an event loop in the thread of the tests, where Django would refuse to use its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 740}
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, live_server):
    """Opens pages of a given size. Fails the test on a script error and on any request to another host."""
    contexts, complaints = [], []

    def note_request(request):
        if not request.url.startswith((live_server.url, "data:")):
            complaints.append(f"asked another host: {request.url}")

    def open_page(size=DESKTOP, **options):
        context = chromium.new_context(viewport=size, locale="zh-CN", base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", note_request)
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(opened):
    return opened(DESKTOP)


@pytest.fixture
def phone(opened):
    return opened(PHONE, has_touch=True, is_mobile=True)


def sign_in(page, account):
    """Through the form, as people do."""
    page.goto("/sign-in/")
    page.get_by_label("账号").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/**")


def overflow(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

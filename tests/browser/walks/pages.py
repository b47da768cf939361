"""What every page has in common: somebody signed in, forms that are filled in as a definition asks, buttons."""

from __future__ import annotations

import re
from decimal import Decimal

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import TimeoutError as Late

PATIENCE = 30_000
PAPER = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"}
REFUSALS = ".wrong, .say-error, main [role=alert]"
FILLING = "这是走一遍时填写的内容"


class Walked:
    """A page with somebody in front of it."""

    def __init__(self, page):
        self.page = page
        page.set_default_timeout(PATIENCE)

    def open(self, address):
        answer = self.page.goto(address, wait_until="domcontentloaded")
        assert answer.ok, f"{address}: {answer.status} {answer.text()[:300]}"

    def press(self, button):
        """Press something that leads to another page; whatever is refused there is said."""
        try:
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                button.click()
        except Late as late:
            said = self.page.locator("main").inner_text()
            raise AssertionError(f"{self.page.url}: nothing to press; the page says: {said[:2000]}") from late
        assert (wrong := self.page.locator(REFUSALS).all_inner_texts()) == [], f"{self.page.url}: {wrong}"

    def send(self, verb):
        """Press the button of a form by its words."""
        self.press(self.page.get_by_role("main").get_by_role("button", name=verb, exact=True))

    def go(self, words):
        """Follow a link by its words."""
        self.press(self.page.get_by_role("main").get_by_role("link", name=words, exact=True).first)

    def number(self) -> int:
        """The last number in the address."""
        return int(re.findall(r"/(\d+)/", self.page.url)[-1])

    def reads(self, words):
        """Wait until the page says something."""
        self.page.get_by_role("main").get_by_text(words).first.wait_for()

    def says(self, name, value):
        self.page.locator(f'[name="{name}"]').fill(str(value))

    def pick(self, name, text):
        """Search in a box and choose what was found."""
        self.says(f"{name}_text", text)
        self.page.locator(f'input[type=radio][name="{name}"]:not([value=""])').first.check()

    def answer(self, fields, prefix):
        """Answer everything that a definition insists on."""
        for field in fields:
            where = f'[name="{prefix}{field.key}"]'
            if field.required and self.page.locator(where).count():
                ANSWERS.get(field.kind, _words)(self.page, field, where)


def enter(page, account):
    """As if this browser had signed in before, or, for nobody, had not."""
    page.context.clear_cookies()
    if account is None:
        return
    client = Client()
    client.force_login(account)
    told = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([told | {"domain": "localhost", "path": "/"}])


def _words(page, field, where):
    least = int(field.least or 1)
    page.locator(where).fill((FILLING * (least // len(FILLING) + 1))[: max(least, int(min(field.most or 11, 11)))])


def _number(page, field, where):
    page.locator(where).fill(format(field.least or min(Decimal(1), field.most or Decimal(1)), "f"))


def _choices(page, field, where):
    for one in field.choices[: max(1, int(field.least or 1))]:
        page.locator(f'{where}[value="{one}"]').check()


ANSWERS = {
    "number": _number,
    "money": _number,
    "choice": lambda page, field, where: page.locator(where).select_option(field.choices[0]),
    "choices": _choices,
    "yes": lambda page, _field, where: page.locator(where).select_option("yes"),
    "phone": lambda page, _field, where: page.locator(where).fill("13900000001"),
    "url": lambda page, _field, where: page.locator(where).fill("https://example.org/"),
    "date": lambda page, _field, where: page.locator(where).fill(timezone.localdate().isoformat()),
    "unit": lambda page, _field, where: page.locator(where).fill("和龙市"),
    "file": lambda page, _field, where: page.locator(where).set_input_files(PAPER),
}

"""Whoever goes through pages of their own keeps the bar they came with: the entries, or the menu of the desk."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import reverse

import sangzi.web
from sangzi.kernel.models import Account
from sangzi.people.actions import add_person
from sangzi.web.me.urls import urlpatterns

FOLDER = Path(sangzi.web.__file__).parent / "templates"
FRAMES = ("open.html", "mine.html")  # what gives a page its bars
MARKED = re.compile(r'<a href="/me/applications/" aria-current="page">')
SHARED = ("me:account", "me:password", "me:about", "me:profile", "me:notices", "me:notice-settings")
FULL = b"<!doctype html>"


def plain() -> list[str]:
    """The addresses of one's own pages that ask for nothing."""
    return [reverse(f"me:{one.name}") for one in urlpatterns if "<" not in str(one.pattern)]


def pages_of(client) -> dict[str, str]:
    """Those of them that answer with a whole page."""
    answers: dict[str, HttpResponse] = {address: client.get(address) for address in plain()}
    return {
        address: answer.content.decode()
        for address, answer in answers.items()
        if not answer.streaming and answer.status_code == 200 and answer.content.startswith(FULL)
    }


def frame_of(template: Path) -> str:
    """What a template extends in the end, but for the base of all."""
    found = re.match(r'\{% extends "([^"]+)" %\}', template.read_text(encoding="utf-8"))
    if found is None:
        return ""
    return found[1] if found[1] in (*FRAMES, "base.html", "desk.html") else frame_of(FOLDER / found[1])


@pytest.fixture
def student(tree):
    """An account that works nowhere, and its person."""
    account = Account.objects.create_user("tian", "x", name="田一禾")
    person = add_person(name="田一禾", phone="13812341234", home=tree.township, today=date(2025, 6, 1), by=None)
    person.account = account
    person.save()
    return account


def test_every_page_of_ones_own_has_the_entries_with_mine_marked(visit, student):
    pages = pages_of(visit(student))
    assert {reverse(name) for name in (*SHARED, "me:applications", "me:life", "me:asked", "me:basics")} <= pages.keys()
    assert [address for address, page in pages.items() if len(MARKED.findall(page)) != 1] == []
    assert not any('class="phone-menu' in page for page in pages.values())


def test_who_has_a_unit_keeps_the_desk(visit, county_officer):
    pages = pages_of(visit(county_officer))
    assert pages
    assert [address for address, page in pages.items() if "data-switcher" not in page] == []


@pytest.mark.parametrize("name", SHARED)
def test_on_pages_for_both_who_has_a_unit_has_the_menus_of_the_desk_alone(visit, county_officer, name):
    page = visit(county_officer).get(reverse(name), follow=True).content.decode()
    assert page.count('class="menu"') == page.count('class="phone-menu') == 1
    assert "tabbar" not in page


@pytest.mark.parametrize("template", sorted(FOLDER.glob("me/**/*.html")), ids=lambda one: str(one.relative_to(FOLDER)))
def test_no_page_of_ones_own_is_without_a_frame_that_has_bars(template):
    assert frame_of(template) in ("", *FRAMES)


@pytest.mark.parametrize("address", ["/sign-in/", "/join/"])
def test_before_signing_in_mine_is_marked_too(client, db, address):
    assert len(MARKED.findall(client.get(address).content.decode())) == 1


def test_a_refusal_leaves_a_student_their_bar(visit, student):
    answer = visit(student).get("/desk/todo/")
    assert answer.status_code == 403
    assert "tabbar" in answer.content.decode()


def test_what_is_not_there_leaves_a_student_their_bar(visit, student):
    answer = visit(student).get("/me/applications/999999/")
    assert answer.status_code == 404
    assert len(MARKED.findall(answer.content.decode())) == 1

"""What the open pages need in their templates: `{% load open %}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from sangzi.web.addresses import fixed
from sangzi.web.entries import DOORS
from sangzi.web.kept import filled, part
from sangzi.web.open.narrowing import Narrowed

register = template.Library()
MINE = "me:applications"
TO_MINE = ("open:sign-in", "open:sign-in-sample", "open:join")  # what stands before one's own pages


@register.simple_tag(takes_context=True)
def entries(context: template.Context) -> SafeString:
    """The bar of the four entries and what is one's own, with the one marked that is open."""
    path: str = context["request"].path
    return part("open/parts/tabs.html", shown=DOORS, mine=MINE, here=_entry_at(path))


def _entry_at(path: str) -> str:
    """The entry that a page belongs to, by the name of its address; none for a page that belongs to no entry."""
    if path.startswith("/me/") or path in map(fixed, TO_MINE):
        return MINE
    return next((one.url for one in DOORS if path == fixed(one.url)), "")


@register.simple_tag(takes_context=True)
def homebar(context: template.Context) -> SafeString:
    """Whose home the page is of, and a box to search in."""
    home, asked = context.get("home"), context.get("asked")
    told = {
        "home": home.short if home else "",
        "path": quote(context["request"].path),
        "text": asked.text if isinstance(asked, Narrowed) else "",
    }
    return filled("open/parts/home.html", told)


@register.simple_tag(takes_context=True)
def narrowing(context: template.Context) -> SafeString:
    """The filter of the openings, as far as it is set."""
    asked: Narrowed = context["asked"]
    told = {
        "text": asked.text,
        "first": asked.first.isoformat() if asked.first else "",
        "last": asked.last.isoformat() if asked.last else "",
        "options": context["options"],
        "home": context["home"] is not None,
        "any": asked.any,
        "free": asked.free,
        "everywhere": asked.everywhere,
    }
    return filled("open/parts/narrowing.html", told)


@register.simple_tag
def person_page() -> str:
    """Where somebody with an account says who they are."""
    return reverse("me:profile")


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key; nothing where there is none."""
    return mapping.get(key)

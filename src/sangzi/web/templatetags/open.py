"""What the open pages need in their templates: `{% load open %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from sangzi.web.addresses import fixed
from sangzi.web.entries import DOORS
from sangzi.web.kept import part

register = template.Library()
MINE = "me:applications"


@register.simple_tag(takes_context=True)
def entries(context: template.Context) -> SafeString:
    """The bar of the four entries and what is one's own, with the one marked that is open."""
    path: str = context["request"].path
    here = MINE if path.startswith("/me/") else next((one.url for one in DOORS if path == fixed(one.url)), "")
    return part("open/parts/tabs.html", shown=DOORS, mine=MINE, here=here)


@register.simple_tag
def person_page() -> str:
    """Where somebody with an account says who they are."""
    return reverse("me:profile")


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key; nothing where there is none."""
    return mapping.get(key)

"""What the open pages need in their templates: `{% load open %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sangzi.web.entries import DOORS, Door

register = template.Library()


@register.simple_tag
def doors() -> tuple[Door, ...]:
    """The four entries."""
    return DOORS


@register.simple_tag(takes_context=True)
def here_if(context: template.Context, name: str) -> SafeString:
    """Marks the link to the page that is open, or to the section it belongs to."""
    path: str = context["request"].path
    here = path.startswith("/me/") if name.startswith("me:") else path == reverse(name)
    return format_html(' aria-current="{}"', "page") if here else mark_safe("")


@register.simple_tag
def person_page() -> str:
    """Where somebody with an account says who they are."""
    return reverse("me:profile")


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key; nothing where there is none."""
    return mapping.get(key)

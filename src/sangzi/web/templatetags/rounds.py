"""The parts of pages about rounds: `{% load rounds %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from sangzi.programmes.models import Round
from sangzi.web.round_tabs import address_of, tabs_of
from sangzi.web.templatetags.parts import tabs

register = template.Library()


@register.simple_tag(takes_context=True)
def round_tabs(context: template.Context, round: Round, key: str) -> SafeString:  # noqa: A002  (the design's word)
    """The tabs of a round as its definition has them; `key` is the open one."""
    request = context["request"]
    return tabs(tabs_of(request, round), address_of(request, round, key))


@register.simple_tag(takes_context=True)
def round_tab(context: template.Context, round: Round, key: str) -> str:  # noqa: A002  (the design's word)
    """Where one tab of a round leads."""
    return address_of(context["request"], round, key)


@register.filter
def of(table: Mapping[Any, Any] | None, key: Any) -> Any:
    """What a table says of a key: `{{ demand|of:opening.pk }}`."""
    return table.get(key) if table else None

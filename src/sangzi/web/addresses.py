"""Addresses of desk pages carry the unit at hand, so that two tabs can work in two units."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sangzi.units.models import Unit


def slug_of(unit: Unit) -> str:
    """How an address names a unit: by its code, but a closed one by its key, for another may have the code by now."""
    return unit.slug if unit.closed is None else f"u{unit.pk}"


def desk_url(request: HttpRequest, name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a desk page in the unit at hand."""
    address = reverse(name, kwargs=kwargs) if kwargs else fixed(name, *args)
    unit = getattr(request, "unit", None)
    return f"{address}?unit={slug_of(unit)}" if unit else address


@lru_cache(maxsize=4096)
def fixed(name: str, *args: Any) -> str:
    """The address of a page, which is always the same: menus and tabs ask for dozens of them."""
    return reverse(name, args=args)


def to_desk(request: HttpRequest, name: str, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
    """An answer that sends to a desk page in the unit at hand."""
    return HttpResponseRedirect(desk_url(request, name, *args, **kwargs))


def asked_next(request: HttpRequest, otherwise: str) -> str:
    """Where the visitor wanted to go: `next`, when it lies on this server."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else otherwise

"""Links that are sent to somebody: shown once to who made them, then only a hash of them is left."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

KEY = "links"


def show_next(request: Any, about: str, name: str, token: str) -> None:
    """Keep the address of a link for the next page that its maker sees."""
    address = request.build_absolute_uri(reverse(name, args=[token]))
    request.session[KEY] = {**request.session.get(KEY, {}), about: address}


def shown_now(request: Any, about: str) -> str:
    """The address of a link that was made just now; it is not shown again."""
    kept = dict(request.session.get(KEY, {}))
    address: str = kept.pop(about, "")
    if address:
        request.session[KEY] = kept
    return address

"""Where a visitor comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address; empty where it is not known.

    Behind a proxy (`SANGZI_ORIGINS` is set) it is what the nearest proxy wrote down last: what stands before that in
    the header may be the visitor's own invention. A proxy that writes nothing leaves it unknown, for its own address
    would be everybody's.
    """
    if not settings.CSRF_TRUSTED_ORIGINS:
        return str(request.META.get("REMOTE_ADDR", ""))
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()

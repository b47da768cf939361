"""Every door says whom it is for; one that does not fails the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeVar

from django.urls import URLPattern, URLResolver, get_resolver

Audience = Literal["anyone", "signed-in", "staff", "lead", "auditor"]
View = TypeVar("View", bound=Callable[..., Any])

AUDIENCES: tuple[Audience, ...] = ("anyone", "signed-in", "staff", "lead", "auditor")


def audience(whom: Audience) -> Callable[[View], View]:
    """Declare whom a view, an API operation, an export or a file is for.

    anyone: no account needed; signed-in: any account; staff: works for some unit (and sees that unit and below);
    lead: may change the unit itself (its targets, its tree); auditor: may read the audit chain.
    """

    def mark(view: View) -> View:
        view.audience = whom  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """The declared audience of a view, or None."""
    of_class = getattr(getattr(view, "view_class", None), "audience", None)
    found: Audience | None = getattr(view, "audience", of_class)
    return found


def doors() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route of the installation with its view."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback

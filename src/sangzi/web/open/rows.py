"""Lines of the open lists, filled into their shapes (`web.kept`), and the choice of programmes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from sangzi.web.entries import by_platform
from sangzi.web.kept import filled, part
from sangzi.web.standings import Sign

ANY = 0  # a key in whose place any other may stand


def written(template: str, page: str, key: int, sign: Sign, told: Mapping[str, Any]) -> SafeString:
    """The line of what stands on a page of its own under a key."""
    row = {"url": _address(page, key), "sign": _said(sign), **told}
    return filled(template, {"row": row})


def _address(page: str, key: int) -> str:
    before, after = _parted(page)
    return f"{before}{key}{after}"


@lru_cache(maxsize=32)
def _parted(page: str) -> tuple[str, str]:
    before, _key, after = reverse(page, args=[ANY]).rpartition(str(ANY))
    return before, after


def _said(sign: Sign) -> SafeString:
    """How it stands, as most lines of a page say it."""
    return part("open/parts/sign.html", sign=sign)


@lru_cache(maxsize=512)
def programme_options(language: str, chosen: str, shown: tuple[str, ...]) -> SafeString:  # noqa: ARG001  (the one spoken)
    """The programmes to choose from, by platform."""
    context = {"groups": by_platform(shown), "chosen": chosen}
    return render_to_string("open/parts/programme_options.html", context)

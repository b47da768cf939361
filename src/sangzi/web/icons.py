"""Icons of the vendored sprite."""

from __future__ import annotations

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "vendor/icons.svg"


@lru_cache(maxsize=1024)
def drawn(name: str, words: str = "") -> SafeString:
    """The icon as SVG: hidden from screen readers, or with `words` as its text."""
    place = f"{static(SPRITE)}#{name}"
    if not words:
        return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', place)
    return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', words, place)

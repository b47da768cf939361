"""Sparklines: a year of a figure as a small drawing beside it, made on the server."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT, MARGIN = 96, 24, 3


def spark(values: Sequence[float | None], words: str = "") -> SafeString:
    """A line through the known values, its last point marked; nothing where fewer than two are known."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return SafeString("")
    points = _placed(known, len(values))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="2.2"/></svg>',
        WIDTH, HEIGHT, words, line, f"{x:.1f}", f"{y:.1f}",
    )  # fmt: skip


def _placed(known: list[tuple[int, float]], count: int) -> list[tuple[float, float]]:
    low = min(value for _at, value in known)
    high = max(value for _at, value in known)
    step = (WIDTH - 2 * MARGIN) / max(count - 1, 1)
    scale = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0
    level = HEIGHT / 2 if not scale else HEIGHT - MARGIN
    return [(MARGIN + at * step, level - (value - low) * scale) for at, value in known]

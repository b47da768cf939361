"""What the sample tells of home (`shelf.toml`): stories, what grows and is made there, how to join in."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

from sangzi.library.actions import publish_item
from sangzi.library.models import Item

from .ground import CLERK, Ground

SHELF = Path(__file__).with_name("shelf.toml")


def stocked(ground: Ground) -> int:
    """Publish it all, by the clerk; how many."""
    told = tomllib.loads(SHELF.read_text("utf-8"))["told"]
    for one in told:
        since = ground.until - timedelta(days=one["days"])
        item = publish_item(
            kind=one["kind"], title=f"{one['title']}（示例）", unit=ground.at(one["at"]), since=since,
            today=ground.until, by=ground.accounts.get(CLERK), summary=one["summary"],
        )  # fmt: skip
        Item.objects.filter(pk=item.pk).update(sample=True)
    return len(told)

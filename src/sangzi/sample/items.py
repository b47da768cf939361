"""What the sample publishes: a flagship project of most townships, products, stories, start-up projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sangzi.library.models import Item

from .chance import Chance, stream
from .days import day_after, since_day
from .names import product_of, project_name
from .terrain import County, Spot, Terrain, likely

FLAGSHIPS, SHARE = "flagship-project", 0.82  # and the share of townships that have one
SUMMARIES = {
    "flagship-project": "示例数据：每周固定时间开展，面向本地青少年与村民。",
    "product": "示例数据：本地青年合作社产销，当季现货，可到镇上的青年之家了解。",
    "story": "示例数据：毕业以后回到家乡，从几亩地做起，如今带着邻里一起干。",
    "start-up-project": "示例数据：返乡青年的创业项目，正在找伙伴和销路。",
    "volunteer-project": "示例数据：常年招募志愿者，时间可以商量，先参加一次说明会。",
    "finance-product": "示例数据：面向本地创业青年，由合作银行受理；这里只作介绍，不办理。",
}
OTHERS = (
    ("product", 2.2, "{short}{product}"),
    ("story", 3.0, "{short}：一名返乡青年与{product}"),
    ("start-up-project", 2.5, "{short}{product}深加工"),
    ("volunteer-project", 1.5, "{short}{project}"),
    ("finance-product", 0.4, "{short}青年创业贷"),
)


def publish(terrain: Terrain, seed: int, until: date) -> int:
    """Make all items; how many."""
    items = [
        item for county in terrain.counties for item in _items(county, stream(seed, "items", county.seat.code), until)
    ]
    return len(Item.objects.bulk_create(items))


def _items(county: County, chance: Chance, until: date) -> Iterator[Item]:
    seat = county.seat
    for spot in county.townships:
        if chance.random() < likely(SHARE, county.effort) * min(county.weight * 2, 1):
            yield _item(FLAGSHIPS, f"{spot.short}{project_name(chance)}", spot, chance, until)
    for kind, each, title in OTHERS:
        words = [
            title.format(short=seat.short, product=product_of(chance, seat.code), project=project_name(chance))
            for _ in range(county.many(chance, each))
        ]
        for word in dict.fromkeys(words):  # a unit shows a title once
            yield _item(kind, word, county.seat, chance, until)


def _item(kind: str, title: str, spot: Spot, chance: Chance, until: date) -> Item:
    since = since_day(chance, until, early=0.75 if kind == FLAGSHIPS else 0.3, lean=0.8)
    end = day_after(chance, since, until) if chance.random() < 0.03 else None
    return Item(kind=kind, title=title, unit_id=spot.pk, since=since, until=end, summary=SUMMARIES[kind], sample=True)

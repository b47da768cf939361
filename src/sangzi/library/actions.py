"""What can happen to an item: it is published, it is withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import title_of
from sangzi.people.dating import refuse_backwards, refuse_future, refuse_outside_life
from sangzi.people.entering import clean_name
from sangzi.units.models import Unit

from .definitions import ItemKind, known_kind
from .models import Item


@transaction.atomic
def publish_item(
    *, kind: str, title: str, unit: Unit, since: date, today: date, by: Account | None, summary: str = ""
) -> Item:
    """Show an item of a unit from a day on. A unit shows one item of a kind under one title."""
    definition = known_kind(kind)
    refuse_outside_life(unit, since)
    refuse_future(since, today)
    item = Item(kind=kind, title=clean_name(title, 200), unit=unit, since=since, summary=summary.strip()[:500])
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError as error:
        raise _shown_already(item, definition) from error
    audit.append(chain=unit.pk, act="library.publish_item", about=f"item:{item.pk}", by=by, detail={"kind": kind})
    facts.moved([_movement(item, since, facts.SCALE)])
    return item


@transaction.atomic
def withdraw_item(*, item: Item, until: date, today: date, by: Account | None) -> Item:
    """Stop showing an item: `until` is the first day it is not shown."""
    refuse_future(until, today)
    refuse_backwards(item.since, until)
    if not Item.objects.filter(pk=item.pk, until=None).update(until=until):
        raise Conflict(_("“%(title)s”已经撤下；请刷新页面。") % {"title": item.title}, item=item.pk)
    item.until = until
    audit.append(
        chain=item.unit_id,
        act="library.withdraw_item",
        about=f"item:{item.pk}",
        by=by,
        detail={"until": until.isoformat()},
    )
    facts.moved([_movement(item, until, -facts.SCALE)])
    return item


def _shown_already(item: Item, definition: ItemKind) -> Conflict:
    return Conflict(
        _("%(unit)s已有名为“%(title)s”的%(kind)s；请换一个名称，或先撤下原来的。")
        % {"unit": item.unit.short, "title": item.title, "kind": title_of(definition)},
        field="title",
    )


def _movement(item: Item, on: date, amount: int) -> facts.Movement:
    return facts.Movement("library.items", item.kind, item.unit_id, on, amount)

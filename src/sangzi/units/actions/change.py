"""What every change of the tree shares: one at a time, one event, the version it ends, the audit lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.units.models import TreeLock, Unit, UnitEvent, UnitEventLine, UnitVersion

Role = UnitEventLine.Role
DATED = ("name", "short", "code", "level", "parent_id", "official")


@dataclass
class Change:
    """One event while it is being written."""

    event: UnitEvent
    on: date | None
    by: Account | None

    def present(self, unit: Unit) -> Unit:
        """The unit as it is now. Refused when it is closed, or was founded or changed after the day of the event."""
        now = Unit.objects.select_related("parent").get(pk=unit.pk)
        refuse_closed(now)
        for day, sentence in (
            (now.founded, _("“%(unit)s”%(day)s才成立，日期不能早于这一天。")),
            (now.since, _("“%(unit)s”在%(day)s已有变更；请填这一天或之后的日期。")),
        ):
            if day and self.on and self.on < day:
                raise BadInput(sentence % {"unit": now.name, "day": day_of(day)}, unit=now.pk, on=self.on)
        return now

    def supersede(self, unit: Unit, **fields: Any) -> None:
        """Keep what `unit` was, and write what it is from the day of the event on."""
        self.keep([unit])
        for name, value in fields.items():
            setattr(unit, name, value)
        unit.since = self.on
        unit.save(update_fields=[*fields, "since"])

    def keep(self, units: Iterable[Unit]) -> None:
        """Write the versions that end with this event, which must have a day."""
        assert self.on
        UnitVersion.objects.bulk_create(
            UnitVersion(
                unit=unit,
                since=unit.since,
                until=self.on,
                event=self.event,
                **{name: getattr(unit, name) for name in DATED},
            )
            for unit in units
        )

    def lines(self, role: UnitEventLine.Role, units: Iterable[Unit]) -> None:
        """Write which part the units have in the event."""
        UnitEventLine.objects.bulk_create(UnitEventLine(event=self.event, unit=unit, role=role) for unit in units)

    def tell(self, unit: Unit, **detail: Any) -> None:
        """Write the audit line on the unit's chain."""
        told = {"event": self.event.pk, "on": self.on.isoformat() if self.on else None, **detail}
        audit.append(chain=unit.pk, act=f"units.{self.event.kind}", about=f"unit:{unit.pk}", by=self.by, detail=told)


@contextmanager
def change(
    kind: UnitEvent.Kind, *, on: date | None, by: Account | None, document: str = "", note: str = ""
) -> Iterator[Change]:
    """A change of the tree: all of it or nothing, one after the other."""
    try:
        with transaction.atomic():
            hold_tree()
            event = UnitEvent.objects.create(kind=kind, date=on, by=by, document=document[:200], note=note[:300])
            yield Change(event, on, by)
            facts.moved([facts.Movement(facts.TREE, kind, 0, on or date.min, 0)])
    except IntegrityError as error:
        raise _quicker(error) from error


def hold_tree() -> None:
    """Wait for other changes of the tree and keep them waiting until the transaction ends."""
    if not TreeLock.objects.filter(pk=1).update(edits=F("edits") + 1):
        TreeLock.objects.bulk_create([TreeLock(pk=1)], ignore_conflicts=True)
        TreeLock.objects.filter(pk=1).update(edits=F("edits") + 1)


def allocate(number: int) -> range:
    """That many fresh keys in a row; the tree must be held. Keys are needed before the rows: paths contain them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('units_unit', 'id'))")
            first = int(cursor.fetchone()[0])
            cursor.execute("SELECT setval(pg_get_serial_sequence('units_unit', 'id'), %s)", [first + number - 1])
    else:
        first = (Unit.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    return range(first, first + number)


def refuse_closed(unit: Unit) -> None:
    if unit.closed:
        raise Conflict(
            _("“%(unit)s”已于%(day)s撤销，不能再变更。") % {"unit": unit.name, "day": day_of(unit.closed)}, unit=unit.pk
        )


def _quicker(error: IntegrityError) -> Exception:
    if "code" in str(error):
        return Conflict(_("这个代码刚刚被别的单位使用；请换一个代码，或刷新后再试。"))
    return error

"""Operations that write, through the same actions as the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from sangzi.notices.actions import mark_all_read, mark_read
from sangzi.people.access import get_person_for
from sangzi.places.access import get_place_for
from sangzi.programmes.access import get_round_for, require_may_write
from sangzi.programmes.actions import write_record
from sangzi.units.access import unit_for

from .operations import Nothing, operation
from .reading import notice_shape
from .shapes import DoneShape, NoticeShape, RecordAsked, RecordShape

CENT = Decimal("0.01")  # a record just written and one read back are told alike


@operation("POST", "records/", whom="staff", asks=RecordAsked, answers=RecordShape)
def create_record(request: Any, asked: RecordAsked) -> RecordShape:
    """Write a record. The figures of its unit and of every unit above move with it."""
    scope, today = request.scope, timezone.localdate()
    unit = unit_for(request.user, asked.unit, today)
    require_may_write(scope, unit)
    record = write_record(
        round=get_round_for(scope, asked.round),
        unit=unit,
        kind=asked.kind,
        on=asked.on,
        key=asked.key,
        today=today,
        by=request.user,
        quantity=asked.quantity,
        person=get_person_for(scope, asked.person) if asked.person else None,
        place=get_place_for(scope, asked.place) if asked.place else None,
        note=asked.note,
    )
    return RecordShape(
        id=record.pk,
        round=record.round_id,
        unit=record.unit_id,
        kind=record.kind,
        on=record.on,
        quantity=record.quantity.quantize(CENT),
    )


@operation("POST", "notices/<int:notice>/read/", whom="signed-in", answers=NoticeShape)
def read_notice(request: Any, _asked: Nothing, notice: int) -> NoticeShape:
    """Mark one of one's own notices read."""
    return notice_shape(mark_read(notice=notice, now=timezone.now(), by=request.user))


@operation("POST", "notices/read/", whom="signed-in", answers=DoneShape)
def read_all_notices(request: Any, _asked: Nothing) -> DoneShape:
    """Mark everything read that one was told until now."""
    return DoneShape(done=mark_all_read(now=timezone.now(), by=request.user))

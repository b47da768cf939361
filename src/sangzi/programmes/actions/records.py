"""Writing a record, and reversing one. A record is never changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import SCALE, Movement, moved
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, listed, title_of
from sangzi.people.dating import refuse_future, refuse_outside_life
from sangzi.people.models import Partner, Person
from sangzi.places.models import Place
from sangzi.places.queries import was_open
from sangzi.units.models import Unit

from ..definitions import RecordKind, Wanted, frozen
from ..keys import refuse_key
from ..models import Record, Round
from .rounds import refuse_other_unit, refuse_outside_round


@transaction.atomic
def write_record(
    *,
    round: Round,  # noqa: A002  (the design's word)
    unit: Unit,
    kind: str,
    on: date,
    key: str,
    today: date,
    by: Account | None,
    quantity: Decimal | None = None,
    person: Person | None = None,
    partner: Partner | None = None,
    place: Place | None = None,
    note: str = "",
) -> Record:
    """Write down that something was done, at a unit, on a day. The same key given twice is one record."""
    kind_ = _known_kind(round, kind)
    record = Record(
        round=round,
        unit=unit,
        kind=kind,
        tag=f"{round.programme}/{kind}",
        on=on,
        quantity=kind_.quantity if quantity is None else quantity,
        person=person,
        partner=partner,
        place=place,
        note=note.strip()[:300],
        key=key,
        made=timezone.now(),
        by=by,
        sample=round.sample,
    )
    there = _of_key(record)
    if there is not None:
        return there
    _refuse(record, kind_, today)
    written = _insert(record)
    if written is record:
        _log("programmes.write_record", record, by, kind=record.tag, quantity=str(record.quantity))
        moved(_movements(record, SCALE))
    return written


@transaction.atomic
def reverse_record(*, record: Record, reason: str, by: Account | None) -> Record:
    """Take a record back by a new one, once. The wrong one and the reason stay readable."""
    if record.reverses_id is not None:
        raise BadInput(_("这一条本身是冲销，不能再冲销；如冲销有误，请重新登记原来的纪实。"), record=record.pk)
    if not reason.strip():
        raise BadInput(_("冲销要写明原因；请补充。"), field="reason")
    reversal = Record(
        round=record.round,
        unit=record.unit,
        kind=record.kind,
        tag=record.tag,
        on=record.on,
        quantity=-record.quantity,
        person=record.person,
        partner=record.partner,
        place=record.place,
        note=reason.strip()[:300],
        reverses=record,
        key=f"reverses-{record.pk}",
        made=timezone.now(),
        by=by,
        sample=record.sample,
    )
    try:
        with transaction.atomic():
            reversal.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("这一条已经冲销过；请刷新页面。"), record=record.pk) from error
    _log("programmes.reverse_record", reversal, by, reverses=record.pk)
    moved(_movements(reversal, -SCALE))
    return reversal


def _known_kind(round_: Round, key: str) -> RecordKind:
    definition = frozen(round_.definition)
    kind = definition.kind(key)
    if kind is None:
        raise BadInput(
            _("批次“%(round)s”开启时，项目“%(programme)s”没有“%(kind)s”这类纪实；请从%(kinds)s中选择，或开新批次。")
            % {
                "round": round_.title,
                "programme": title_of(definition),
                "kind": key,
                "kinds": listed(title_of(one) for one in definition.records),
            },
            field="kind",
        )
    return kind


def _refuse(record: Record, kind: RecordKind, today: date) -> None:
    refuse_key(record.key)
    refuse_future(record.on, today)
    refuse_outside_life(record.unit, record.on)
    refuse_other_unit(record.round, record.unit)
    refuse_outside_round(record.round, record.on)
    _refuse_unwanted(kind, kind.person, record.person is not None, _("人员"), "person")
    _refuse_unwanted(kind, kind.place, record.place is not None, _("阵地"), "place")
    if record.place is not None:
        _refuse_place(record.place, record.unit, record.on)
    refuse_quantity(kind, record.quantity)


def _refuse_unwanted(kind: RecordKind, wanted: Wanted, given: bool, what: str, field: str) -> None:
    if wanted == "required" and not given:
        raise BadInput(
            _("“%(kind)s”要写明%(what)s；请选择%(what)s。") % {"kind": title_of(kind), "what": what}, field=field
        )
    if wanted == "none" and given:
        raise BadInput(
            _("“%(kind)s”不登记%(what)s；请去掉%(what)s。") % {"kind": title_of(kind), "what": what}, field=field
        )


def _refuse_place(place: Place, unit: Unit, on: date) -> None:
    if place.unit_id != unit.pk:
        raise BadInput(
            _("阵地“%(place)s”属于%(owner)s，不属于%(unit)s；请改选本单位的阵地，或将单位改为%(owner)s。")
            % {"place": place.name, "owner": place.unit.short, "unit": unit.short},
            field="place",
        )
    if not was_open(place, on):
        raise BadInput(
            _("阵地“%(place)s”在%(on)s没有开放；请改为它开放期间的日期，或改选开放的阵地。")
            % {"place": place.name, "on": day_of(on)},
            field="place",
        )


def refuse_quantity(kind: RecordKind, quantity: Decimal) -> None:
    if not quantity.is_finite() or not 0 < quantity <= kind.most:
        raise BadInput(
            _("“%(kind)s”的数量%(quantity)s%(unit)s不在0以上、%(most)s%(unit)s以内；请核对数量，确有更多时分几条登记。")
            % {"kind": title_of(kind), "quantity": quantity, "most": kind.most, "unit": kind.measure},
            field="quantity",
        )
    if quantity != round(quantity, 2):
        raise BadInput(
            _("数量%(quantity)s超过两位小数；请四舍五入到两位小数。") % {"quantity": quantity}, field="quantity"
        )


def _of_key(record: Record) -> Record | None:
    """The record that an earlier request of this key has written; refused where that one said something else."""
    there = Record.objects.filter(key=record.key).first()
    if there is not None and _said(there) != _said(record):
        raise Conflict(_("这次提交的编号已用于另一条纪实；请刷新页面后重新提交。"), field="key")
    return there


def _said(record: Record) -> tuple[object, ...]:
    return (
        record.round_id,
        record.unit_id,
        record.kind,
        record.on,
        record.quantity,
        record.person_id,
        record.partner_id,
        record.place_id,
        record.reverses_id,
    )


def _insert(record: Record) -> Record:
    """The record written, or the one that the same request, sent twice, wrote in this very moment."""
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError:
        there = _of_key(record)
        if there is None:
            raise
        return there
    return record


def _movements(record: Record, person_amount: int) -> list[Movement]:
    amount = int(record.quantity * SCALE)
    movements = [Movement("programmes.records", record.tag, record.unit_id, record.on, amount)]
    if record.person_id is not None:
        movements.append(
            Movement("programmes.people", record.tag, record.unit_id, record.on, person_amount, record.person_id)
        )
    return movements


def _log(act: str, record: Record, by: Account | None, **detail: object) -> None:
    audit.append(
        chain=record.unit_id,
        act=act,
        about=f"record:{record.pk}",
        by=by,
        detail={"round": record.round_id, **detail},
    )

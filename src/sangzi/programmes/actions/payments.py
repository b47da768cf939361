"""Money that was paid out by whoever holds it. The product moves none: it records what was paid, in parts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import title_of

from ..definitions import RecordKind, frozen
from ..life import noted, passed, reason_given
from ..models import COUNTED, Payment, Placement, Record
from ..steps import Payment as Step
from ..telling_placed import PAPERS, inform_placed
from .records import reverse_record, write_record


@transaction.atomic
def pay(
    *,
    placement: Placement,
    part: int,
    amount: Decimal,
    on: date,
    payer: str,
    voucher: str,
    now: datetime,
    by: Account | None,
) -> Payment:
    """Write down that a part was paid, by whom and under which voucher. The same part given twice is one payment."""
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    step, kind = _step(placement)
    payer, voucher = " ".join(payer.split())[:200], " ".join(voucher.split())[:60]
    if not payer or not voucher:
        raise BadInput(_("要写明由谁发放、凭证号。"), field="voucher" if payer else "payer")
    if placement.state not in COUNTED:
        raise BadInput(_("还没有确认，不能登记发放。"), placement=placement.pk)
    if not 1 <= part <= step.parts:
        raise BadInput(_("本项目分%(parts)d次发放；请填1到%(parts)d。") % {"parts": step.parts}, field="part")
    there = paid(placement, part)
    if there is not None:
        return _same(there, amount, on, voucher)
    _refuse_above(placement, amount)
    payment = Payment(placement=placement, part=part, amount=amount, on=on, payer=payer, voucher=voucher, by=by)
    payment.record = _record(payment, kind, timezone.localdate(now))
    payment.save(force_insert=True)
    noted(placement, "pay", by, part=part, amount=str(amount), payment=payment.pk)
    passed(placement.application_id, "payment", "paid", now, by)
    _tell(payment, now, by)
    return payment


@transaction.atomic
def take_payment_back(*, payment: Payment, reason: str, now: datetime, by: Account | None) -> Record:
    """A payment was written wrongly: its record is reversed, and the part may be written again."""
    reason = reason_given(reason, _("撤销发放要写明原因；请补充。"))
    reversal = reverse_record(record=payment.record, reason=reason, by=by)
    noted(payment.placement, "take_payment_back", by, payment=payment.pk)
    passed(payment.placement.application_id, "payment", "taken-back", now, by, reason)
    return reversal


def paid(placement: Placement, part: int) -> Payment | None:
    """The standing payment of a part."""
    rows = Payment.objects.filter(placement=placement, part=part, record__reversal=None)
    return rows.select_related("record").first()


def _step(placement: Placement) -> tuple[Step, RecordKind]:
    definition = frozen(placement.opening.round.definition)
    kind = definition.kind(definition.payment.record) if definition.payment and definition.payment.record else None
    if definition.payment is None or kind is None:
        raise BadInput(
            _("项目“%(programme)s”不登记发放。") % {"programme": title_of(definition)}, placement=placement.pk
        )
    return definition.payment, kind


def _same(there: Payment, amount: Decimal, on: date, voucher: str) -> Payment:
    if (there.amount, there.on, there.voucher) != (amount, on, voucher):
        raise Conflict(_("第%(part)d次已经发放过；写错了请先撤销。") % {"part": there.part}, field="part")
    return there


def _refuse_above(placement: Placement, amount: Decimal) -> None:
    """All parts together stay within the sum that each place of the opening carries."""
    opening = placement.opening
    if opening.amount is None:
        return
    rows = Payment.objects.filter(placement=placement, record__reversal=None)
    before = sum((payment.amount for payment in rows), Decimal(0))
    if before + amount > opening.amount:
        raise BadInput(
            _("每个名额%(most)s元，已发%(before)s元，再发%(amount)s元就超了；请核对。")
            % {"most": opening.amount, "before": before, "amount": amount},
            field="amount",
        )


def _record(payment: Payment, kind: RecordKind, today: date) -> Record:
    placement, opening = payment.placement, payment.placement.opening
    written = Payment.objects.filter(placement=placement, part=payment.part).count()
    return write_record(
        round=opening.round,
        unit=opening.unit,
        kind=kind.key,
        on=payment.on,
        key=f"payment-{placement.pk}-{payment.part}-{written}",
        today=today,
        by=payment.by,
        quantity=payment.amount,
        person=placement.person if kind.person != "none" else None,
        partner=None if placement.person_id else placement.partner,
        place=opening.place if kind.place == "required" else None,
    )


def _tell(payment: Payment, now: datetime, by: Account | None) -> None:
    inform_placed(
        payment.placement,
        kind=PAPERS,
        title=gettext_noop("已登记发放：%(opening)s"),
        text=gettext_noop("%(payer)s于%(on)s发放%(amount)s元，凭证号%(voucher)s。没有收到请联系发放单位。"),
        key=f"payment:{payment.pk}",
        now=now,
        by=by,
        payer=payment.payer,
        on=payment.on.isoformat(),
        amount=payment.amount,
        voucher=payment.voucher,
    )

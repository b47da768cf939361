"""A unit says that its share does not fit and proposes another number; the unit that gave it decides."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.plans.models import Objection, Target
from sangzi.plans.resolving import Wish
from sangzi.plans.wording import plain

from .resolving import carry_out, changed_value, find, lock

State = Objection.State
LONGEST = 1000
_DECIDED = (State.GRANTED, State.MET, State.REFUSED)


@transaction.atomic
def object_to(*, target: Target, reason: str, proposed: Decimal | int, by: Account | None) -> Objection:
    """Object to a share with a reason and another number; once for a unit and a commitment until it is answered.

    Raises `Conflict` when one is open already or the target was changed meanwhile, `BadInput` with what to change.
    """
    lock(target)
    live = Target.objects.select_related("unit", "parent__unit").get(pk=target.pk)
    _refuse_gone(live)
    if live.parent is None:
        raise BadInput(_("这是本单位自己规划里的目标，没有上级可提；可以直接改目标值。"), target=live.pk)
    number = changed_value(proposed)
    if number == live.value:
        raise BadInput(_("建议的数和现在的一样；请填写您认为合适的数。"), field="proposed")
    given = _text(reason, _("请写明理由；上级要凭它决定。"), "reason")
    _refuse_second(live)
    try:
        with transaction.atomic():
            made = Objection.objects.create(target=live, reason=given, proposed=number, by=by)
    except IntegrityError as error:
        raise _already(live) from error
    _note(made, "plans.object", by, {"proposed": str(number), "value": str(live.value)})
    return made


@transaction.atomic
def withdraw_objection(*, objection: Objection, by: Account | None) -> Objection:
    """Take an open objection back."""
    kept = _locked(objection)
    return _close(kept, State.WITHDRAWN, by, None, "")


@transaction.atomic
def answer_objection(
    *,
    objection: Objection,
    verdict: str,
    answer: str,
    by: Account | None,
    value: Decimal | int | None = None,
    mark: str = "",
) -> Objection:
    """Decide about an open objection: granted as proposed, met with another `value`, or refused.

    A number that was granted stands by hand; the others share the rest by the stored rule, all the way down. A floor
    or a ratio changes for that unit alone. `mark` is that of the preview that was agreed to. Raises `Conflict` when
    it was decided about or withdrawn, or the target is no more; `BadInput` where the total does not allow it.
    """
    kept = _locked(objection)
    if verdict not in _DECIDED:
        raise BadInput(_("请选择采纳、部分采纳或不采纳。"), field="verdict")
    told = _text(answer, _("请写明答复；提出异议的单位会看到。"), "answer")
    if verdict == State.REFUSED:
        return _close(kept, verdict, by, None, told)
    number = kept.proposed if verdict == State.GRANTED else changed_value(value)
    live = _live(kept)
    if verdict == State.MET and number == live.value:
        raise BadInput(_("这个数和现在的一样；不改请选“不采纳”。"), field="value")
    _refuse_gone(live)
    closed = _close(kept, verdict, by, number, told)
    parent = Target.objects.get(shares=live)
    carry_out(find(parent, Wish(hand={live.unit_id: number})), _why(live, number), by, mark=mark)
    return closed


def live_target(objection: Objection) -> Target | None:
    """What is asked of the objecting unit now; the number may have changed since it objected. One query."""
    rows = Target.objects.filter(commitment=objection.target.commitment_id, withdrawn=None, parent__isnull=False)
    return rows.select_related("unit", "parent__unit").filter(unit=objection.target.unit_id).first()


def _live(objection: Objection) -> Target:
    live = live_target(objection)
    if live is None:
        told = {"unit": objection.target.unit.short}
        raise Conflict(_("“%(unit)s”的这个目标已经撤回，异议不用再答复；请刷新页面。") % told, objection=objection.pk)
    return live


def _locked(objection: Objection) -> Objection:
    """The objection as it is now, while nobody else changes anything about its commitment."""
    lock(Target.objects.only("pk", "commitment_id").get(pk=objection.target_id))
    kept = Objection.objects.select_related("target__unit").select_for_update(of=("self",)).get(pk=objection.pk)
    if kept.state != State.OPEN:
        told = {"unit": kept.target.unit.short, "state": State(kept.state).label}
        raise Conflict(_("“%(unit)s”的这条异议%(state)s；请刷新页面。") % told, objection=kept.pk)
    return kept


def _close(objection: Objection, state: str, by: Account | None, decided: Decimal | None, answer: str) -> Objection:
    objection.state, objection.decided, objection.answer = state, decided, answer
    objection.answered, objection.answered_by = timezone.now(), by
    objection.save(update_fields=["state", "decided", "answer", "answered", "answered_by"])
    act = "plans.withdraw-objection" if state == State.WITHDRAWN else "plans.answer-objection"
    _note(objection, act, by, {"state": str(state), "decided": "" if decided is None else str(decided)})
    return objection


def _refuse_gone(target: Target) -> None:
    if target.withdrawn is None:
        return
    now = Target.objects.filter(commitment=target.commitment_id, unit=target.unit_id, withdrawn=None).first()
    told = {"was": plain(target.value), "now": plain(now.value) if now else ""}
    if now is None:
        raise Conflict(_("这个目标已经撤回；请刷新页面。"), target=target.pk)
    raise Conflict(_("这个目标刚刚由 %(was)s 改为 %(now)s；请看新的数，再决定要不要提。") % told, target=now.pk)


def _refuse_second(target: Target) -> None:
    """One open objection for a unit, whichever of its targets' rows it hangs on."""
    mine = Objection.objects.filter(target__commitment=target.commitment_id, target__unit=target.unit_id)
    if mine.filter(state=State.OPEN).exists():
        raise _already(target)


def _already(target: Target) -> Conflict:
    told = {"unit": target.unit.short}
    return Conflict(_("“%(unit)s”已经对这个目标提过异议，还没有答复；要改请先撤回。") % told, target=target.pk)


def _text(given: str, missing: str, field: str) -> str:
    if not given.strip():
        raise BadInput(missing, field=field)
    return given.strip()[:LONGEST]


def _why(target: Target, number: Decimal) -> str:
    """Kept in the rows for everybody who reads them, so in the language of the house and not of who decides."""
    told = {"unit": target.unit.short, "was": plain(target.value), "now": plain(number)}
    with translation.override(settings.LANGUAGE_CODE):
        return _("采纳“%(unit)s”的异议：由 %(was)s 改为 %(now)s") % told


def _note(objection: Objection, act: str, by: Account | None, detail: dict[str, str]) -> None:
    """On the chain of the unit whose target it is; texts of people stay in their rows."""
    about = f"target:{objection.target_id}"
    audit.append(chain=objection.target.unit_id, act=act, about=about, by=by, detail=detail)

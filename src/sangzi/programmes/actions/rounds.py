"""Opening a round, changing and extending it, cancelling and closing it; everybody concerned is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import ValidationError

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.people.dating import refuse_backwards, refuse_outside_life
from sangzi.people.entering import clean_name
from sangzi.units.models import Unit

from ..again import again
from ..definitions import known_programme
from ..ending_rounds import end_applications
from ..models import Placement, PlacementState, Round, RoundState
from ..standing import rules_of
from ..telling import Words, tell_round
from ..trail import today_of
from ..windows import moment_of, refuse_ended

EXTENDED = Words(gettext_noop("“%(round)s”延期了"), gettext_noop("报名截止：%(until)s。说明：%(reason)s"))
CANCELLED = Words(gettext_noop("“%(round)s”取消了"), gettext_noop("原因：%(reason)s"))
CLOSED = Words(gettext_noop("“%(round)s”结束了"), gettext_noop("说明：%(reason)s"))
STARTED = (PlacementState.SERVING, PlacementState.FINISHED)


@transaction.atomic
def open_round(
    *,
    programme: str,
    unit: Unit,
    title: str,
    opens: date,
    by: Account | None,
    closes: date | None = None,
    apply_from: datetime | None = None,
    apply_until: datetime | None = None,
    summary: str = "",
    contact: str = "",
    public: bool = True,
    terms: Mapping[str, object] | None = None,
    state: str = RoundState.OPEN,
) -> Round:
    """Begin a run of a programme. It keeps the definition as it is now, whatever the file becomes.

    `terms` may set the numbers of the definition's rules: {"rules": [{"least": 60}, {}]}, in their order.
    """
    definition = known_programme(programme)
    refuse_outside_life(unit, opens)
    refuse_backwards(opens, closes)
    _refuse_times(apply_from, apply_until)
    round_ = Round(
        programme=programme,
        unit=unit,
        title=clean_name(title, 200),
        opens=opens,
        closes=closes,
        definition=definition.model_dump_json(),
        digest=definition.digest,
        state=RoundState(state),
        apply_from=apply_from,
        apply_until=apply_until,
        summary=summary.strip(),
        contact=contact.strip()[:200],
        public=public,
        terms=json.dumps(dict(terms or {}), ensure_ascii=False, sort_keys=True),
    )
    _refuse_terms(round_)
    round_.save(force_insert=True)
    _log("open_round", round_, by, programme=programme, digest=definition.digest)
    return round_


@transaction.atomic
def begin_round(*, round: Round, now: datetime, by: Account | None) -> Round:  # noqa: A002  (the design's word)
    """Let a round that was in preparation begin."""
    if not Round.objects.filter(pk=round.pk, state=RoundState.DRAFT).update(state=RoundState.OPEN):
        raise Conflict(_("批次“%(round)s”已经开始；请刷新页面。") % {"round": round.title}, round=round.pk)
    round.state = RoundState.OPEN
    _log("begin_round", round, by, on=today_of(now).isoformat())
    return round


@transaction.atomic
def change_round(
    *,
    round: Round,  # noqa: A002  (the design's word)
    by: Account | None,
    title: str | None = None,
    summary: str | None = None,
    contact: str | None = None,
    public: bool | None = None,
    apply_from: datetime | None = None,
    terms: Mapping[str, object] | None = None,
) -> Round:
    """Change what a round says of itself. Its last days are moved by `extend_round`, which tells everybody."""
    held = _held(round)
    refuse_over(held)
    _refuse_times(apply_from or held.apply_from, held.apply_until)
    held.title = clean_name(title, 200) if title is not None else held.title
    held.summary = summary.strip() if summary is not None else held.summary
    held.contact = contact.strip()[:200] if contact is not None else held.contact
    held.public = held.public if public is None else public
    held.apply_from = apply_from or held.apply_from
    if terms is not None:
        held.terms = json.dumps(dict(terms), ensure_ascii=False, sort_keys=True)
        _refuse_terms(held)
    held.save()
    _log("change_round", held, by)
    return held


@transaction.atomic
def extend_round(
    *,
    round: Round,  # noqa: A002  (the design's word)
    reason: str,
    now: datetime,
    by: Account | None,
    apply_until: datetime | None = None,
    closes: date | None = None,
) -> Round:
    """Let a round take applications, or last, longer than was said; everybody concerned is told."""
    held = _held(round)
    refuse_ended(held)
    reason = _reason(reason)
    if apply_until is None and closes is None:
        raise BadInput(_("请填写新的报名截止时间或结束日期。"), field="apply_until")
    _refuse_earlier(held, apply_until, closes)
    held.apply_until, held.closes = apply_until or held.apply_until, closes or held.closes
    _refuse_times(held.apply_from, held.apply_until)
    held.save(update_fields=["apply_until", "closes"])
    until = moment_of(held.apply_until) if held.apply_until else day_of(held.closes) if held.closes else ""
    told = {"round": held.title, "reason": reason, "until": until}
    tell_round(held, EXTENDED, told, key=f"round:{held.pk}:extended:{until}", now=now, by=by)
    _log("extend_round", held, by, apply_until=str(held.apply_until), closes=str(held.closes))
    return held


@again
@transaction.atomic
def cancel_round(*, round: Round, reason: str, now: datetime, by: Account | None) -> Round:  # noqa: A002
    """Call a round off before its work begins: applications are closed with the reason, seats given back, all told.

    By a worker, lot after lot, where more than two thousand applied.
    """
    held = _held(round)
    refuse_over(held)
    reason = _reason(reason)
    if Placement.objects.filter(opening__round=held, state__in=STARTED).exists():
        raise Conflict(_("已有人在岗，不能取消；请改为“结束批次”。"), round=held.pk)
    told = {"round": held.title, "reason": reason}
    tell_round(held, CANCELLED, told, key=f"round:{held.pk}:cancelled", now=now, by=by)
    _end(held, RoundState.CANCELLED, reason)
    end_applications(held, now=now, by=by)
    _log("cancel_round", held, by)
    return held


@again
@transaction.atomic
def close_round(*, round: Round, now: datetime, by: Account | None, reason: str = "") -> Round:  # noqa: A002
    """End a round: what is not decided is closed, who was placed keeps the place.

    By a worker, lot after lot, where more than two thousand applied.
    """
    held = _held(round)
    refuse_over(held)
    reason = reason.strip()[:300] or _("批次已结束")
    told = {"round": held.title, "reason": reason}
    tell_round(held, CLOSED, told, key=f"round:{held.pk}:closed", now=now, by=by)
    held.closes = min(held.closes, max(today_of(now), held.opens)) if held.closes else max(today_of(now), held.opens)
    _end(held, RoundState.CLOSED, reason)
    end_applications(held, now=now, by=by)
    _log("close_round", held, by)
    return held


def refuse_over(round_: Round) -> None:
    """Raise `Conflict` where a round is cancelled or closed."""
    if round_.state in (RoundState.CANCELLED, RoundState.CLOSED):
        refuse_ended(round_)


def refuse_other_unit(round_: Round, unit: Unit) -> None:
    """A round reaches its own unit and those below it."""
    if not unit.path.startswith(round_.unit.path):
        raise BadInput(
            _("批次“%(round)s”由%(owner)s开展，%(unit)s不在其下；请改选该单位及下级单位，或改用本单位的批次。")
            % {"round": round_.title, "owner": round_.unit.short, "unit": unit.short},
            field="unit",
        )


def refuse_outside_round(round_: Round, on: date) -> None:
    """What belongs to a round lies between its first and its last day."""
    if on < round_.opens:
        raise BadInput(
            _("批次“%(round)s”从%(opens)s开始，%(on)s还没有开始；请改日期，或改选当时的批次。")
            % {"round": round_.title, "opens": day_of(round_.opens), "on": day_of(on)},
            field="on",
        )
    if round_.closes and on > round_.closes:
        raise BadInput(
            _("批次“%(round)s”已于%(closes)s结束，不能再登记%(on)s的事项；请改日期，或改选当时的批次。")
            % {"round": round_.title, "closes": day_of(round_.closes), "on": day_of(on)},
            field="on",
        )


def _held(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=round_.pk)


def _end(round_: Round, state: RoundState, reason: str) -> None:
    round_.state, round_.ended = state, reason[:300]
    round_.save(update_fields=["state", "ended", "closes"])


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput(_("请写明原因，会告知每个相关的人。"), field="reason")
    return reason.strip()[:300]


def _refuse_times(apply_from: datetime | None, apply_until: datetime | None) -> None:
    if apply_from and apply_until and apply_until <= apply_from:
        raise BadInput(_("报名截止要晚于报名开始；请检查两个时间。"), field="apply_until")


def _refuse_earlier(round_: Round, apply_until: datetime | None, closes: date | None) -> None:
    if apply_until and round_.apply_until and apply_until <= round_.apply_until:
        raise BadInput(
            _("延期要晚于原来的截止时间%(until)s；请重填。") % {"until": moment_of(round_.apply_until)},
            field="apply_until",
        )
    if closes and round_.closes and closes < round_.closes:
        raise BadInput(
            _("延期要晚于原来的结束日期%(closes)s；请重填。") % {"closes": day_of(round_.closes)}, field="closes"
        )


def _refuse_terms(round_: Round) -> None:
    told = json.loads(round_.terms)
    if set(told) - {"rules"}:
        raise BadInput(_("批次只能另设规则里的数；请去掉其他项。"), field="terms")
    try:
        rules = rules_of(round_)
    except (ValidationError, TypeError) as error:
        raise BadInput(_("规则里的数不能用；请核对后重填。"), field="terms") from error
    if len(told.get("rules", [])) > len(rules):
        raise BadInput(_("项目没有这么多条规则；请刷新页面后重填。"), field="terms")


def _log(act: str, round_: Round, by: Account | None, **detail: object) -> None:
    audit.append(chain=round_.unit_id, act=f"programmes.{act}", about=f"round:{round_.pk}", by=by, detail=dict(detail))

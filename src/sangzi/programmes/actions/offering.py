"""Offering something in a round, changing it, looking at what others offer, taking it back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import BadInput, Conflict, refusal_of
from sangzi.kernel.fields import clean_all
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, title_of
from sangzi.people.dating import refuse_backwards, refuse_outside_life
from sangzi.people.entering import clean_name
from sangzi.people.models import Partner, Person
from sangzi.places.models import Place
from sangzi.units.models import Unit

from ..again import again
from ..answering import unit_is_known
from ..attachments import claim_offered
from ..definitions import ProgrammeType, frozen
from ..keys import refuse_key
from ..locality import is_local
from ..models import Applicant, Opening, OpeningState, Round, Slot
from ..moving_up import move_up
from ..nameless import refuse_named
from ..standing import refuse_above
from ..steps import Openings
from ..taking_back import take_back_wishes
from ..telling import Words, tell_offerer
from ..vetting import refuse_unvetted
from .rounds import refuse_other_unit, refuse_outside_round, refuse_over

ACCEPTED = Words(gettext_noop("您提供的“%(opening)s”已发布"), gettext_noop("批次：%(round)s。"))
REFUSED = Words(gettext_noop("您提供的“%(opening)s”未通过"), gettext_noop("原因：%(reason)s"))


@transaction.atomic
def offer(
    *,
    round: Round,  # noqa: A002  (the design's word)
    unit: Unit,
    title: str,
    on: date,
    capacity: int,
    by: Account | None,
    place: Place | None = None,
    offered_by: Person | None = None,
    partner: Partner | None = None,
    until: date | None = None,
    amount: Decimal | None = None,
    summary: str = "",
    answers: Mapping[str, object] | None = None,
    key: str | None = None,
    outside: bool | None = None,
) -> Opening:
    """Offer posts, seats, a mentor's time or whatever the programme names in a round, with a capacity.

    What a person offers by their own account, or is said to come from `outside`, is looked at first where the
    programme says so. The same key again is the same opening.
    """
    there = _same(round, key)
    if there is not None:
        return there
    definition = frozen(round.definition)
    step = _step(definition)
    _refuse_when_and_where(round, unit, place, on, until)
    _refuse_capacity(step, capacity)
    _refuse_offerer(definition, round, capacity, offered_by, partner)
    opening = Opening(
        round=round,
        unit=unit,
        title=clean_name(title, 200),
        on=on,
        capacity=capacity,
        place=place,
        offered_by=offered_by,
        partner=partner,
        until=until,
        amount=_clean_amount(step, amount),
        summary=summary.strip(),
        answers=clean_all(step.fields, answers or {}, draft=answers is None, unit_is_known=unit_is_known),
        key=key,
        state=_first_state(step, offered_by, by, outside=outside),
    )
    _publish(opening, step, by)
    claim_offered(opening, step.fields, by)
    return opening


def everything_refused(opening: Opening, *, unknown: Collection[str] = ()) -> list[str]:
    """All that `offer` would refuse one after the other, of an opening that is not written.

    What is `unknown` yet (unit, on, until, capacity, title, amount) is not judged.
    """
    step, round_ = _step(frozen(opening.round.definition)), opening.round
    definition = frozen(round_.definition)
    checks: list[tuple[set[str], Callable[[], object]]] = [
        (set(), lambda: refuse_over(round_)),
        ({"unit", "on"}, lambda: refuse_outside_life(opening.unit, opening.on)),
        ({"unit"}, lambda: refuse_other_unit(round_, opening.unit)),
        ({"on"}, lambda: refuse_outside_round(round_, opening.on)),
        ({"on", "until"}, lambda: refuse_backwards(opening.on, opening.until)),
        ({"capacity"}, lambda: _refuse_capacity(step, opening.capacity)),
        (set(), lambda: _refuse_offerer(definition, round_, opening.capacity, None, opening.partner)),
        ({"title"}, lambda: clean_name(opening.title, 200)),
        ({"amount"}, lambda: _clean_amount(step, opening.amount)),
        (set(), lambda: refuse_named(step, opening)),
        ({"unit"}, lambda: refuse_unvetted(step, opening)),
        ({"unit", "capacity"}, lambda: refuse_above(round_, "openings", opening.unit, opening.capacity)),
    ]
    return [one for needs, check in checks if not needs & set(unknown) for one in refusal_of(check)]


@again
@transaction.atomic
def change_opening(
    *,
    opening: Opening,
    now: datetime,
    by: Account | None,
    title: str | None = None,
    capacity: int | None = None,
    on: date | None = None,
    until: date | None = None,
    summary: str | None = None,
    amount: Decimal | None = None,
    answers: Mapping[str, object] | None = None,
) -> Opening:
    """Change what is offered. Never below what is taken; what is added goes to the waiting list first."""
    held = _held(opening)
    refuse_over(held.round)
    _refuse_taken_back(held)
    step = _step(frozen(held.round.definition))
    counted = _posts(held, -held.capacity) if held.state == OpeningState.OFFERED else []
    if capacity is not None:
        _change_capacity(held, step, capacity)
    held.title = clean_name(title, 200) if title is not None else held.title
    held.on, held.until = on or held.on, until or held.until
    _refuse_when_and_where(held.round, held.unit, held.place, held.on, held.until)
    held.summary = summary.strip() if summary is not None else held.summary
    held.amount = _clean_amount(step, amount) if amount is not None else held.amount
    if answers is not None:
        held.answers = clean_all(step.fields, answers, unit_is_known=unit_is_known)
        refuse_unvetted(step, held)
    refuse_named(step, held)
    held.save(update_fields=["title", "capacity", "on", "until", "summary", "amount", "answers"])
    _log("change_opening", held, by, capacity=held.capacity)
    facts.moved([*counted, *(_posts(held, held.capacity) if counted else [])])
    move_up(held, now)
    return held


@transaction.atomic
def review_opening(*, opening: Opening, accept: bool, now: datetime, by: Account | None, reason: str = "") -> Opening:
    """Publish what a person or a partner offers, or refuse it with a reason that they are told."""
    held = _held(opening)
    refuse_over(held.round)
    if held.state != OpeningState.REVIEW:
        raise Conflict(_("“%(opening)s”已经审核过；请刷新页面。") % {"opening": held.title}, opening=held.pk)
    if not accept and not reason.strip():
        raise BadInput(_("不通过要写明原因；请补充。"), field="reason")
    if accept:
        refuse_unvetted(_step(frozen(held.round.definition)), held)
        refuse_above(held.round, "openings", held.unit, held.capacity)
    held.state = OpeningState.OFFERED if accept else OpeningState.REFUSED
    held.reason = "" if accept else reason.strip()[:300]
    held.save(update_fields=["state", "reason"])
    _log("review_opening", held, by, state=held.state)
    facts.moved(_posts(held, held.capacity) if accept else [])
    tell_offerer(held, ACCEPTED if accept else REFUSED, now=now, by=by)
    return held


@again
@transaction.atomic
def withdraw_opening(*, opening: Opening, reason: str, now: datetime, by: Account | None) -> Opening:
    """Take back what was offered; who wished for it or was to have it is told. Refused once somebody is at work."""
    held = _held(opening)
    _refuse_taken_back(held)
    if not reason.strip():
        raise BadInput(_("撤下名额要写明原因，会告知报名的人；请补充。"), field="reason")
    offered = held.state == OpeningState.OFFERED
    held.state, held.reason = OpeningState.WITHDRAWN, reason.strip()[:300]
    held.save(update_fields=["state", "reason"])
    take_back_wishes(held, now=now, by=by)
    _log("withdraw_opening", held, by)
    facts.moved(_posts(held, -held.capacity) if offered else [])
    return held


@again
@transaction.atomic
def set_slots(*, opening: Opening, capacities: Mapping[date, int], now: datetime, by: Account | None) -> Opening:
    """Say how many there are on each of some days. Never below what is taken; who waits may move up."""
    held = _held(opening)
    refuse_over(held.round)
    if not _step(frozen(held.round.definition)).dated:
        raise BadInput(_("“%(opening)s”不按日期预订。") % {"opening": held.title}, field="opening")
    there = {slot.on: slot for slot in held.slots.select_for_update(no_key=True).order_by("on")}
    for on, beds in sorted(capacities.items()):
        _refuse_slot(held, there.get(on), on, beds)
    Slot.objects.bulk_create(
        [Slot(opening=held, on=on, capacity=beds) for on, beds in capacities.items()],
        update_conflicts=True,
        unique_fields=["opening", "on"],
        update_fields=["capacity"],
    )
    _log("set_slots", held, by, days=len(capacities))
    move_up(held, now)
    return held


def _held(opening: Opening) -> Opening:
    rows = Opening.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("round__unit", "unit", "place__unit", "offered_by").get(pk=opening.pk)


def _same(round_: Round, key: str | None) -> Opening | None:
    """The opening that an earlier request of this key has made."""
    if key is None:
        return None
    refuse_key(key)
    there = Opening.objects.filter(key=key).first()
    if there is not None and there.round_id != round_.pk:
        raise _used_key()
    return there


def _publish(opening: Opening, step: Openings, by: Account | None) -> None:
    """Write a new opening; what need not be looked at counts from now on."""
    opening.by = by
    refuse_named(step, opening)
    offered = opening.state == OpeningState.OFFERED
    if offered:
        refuse_unvetted(step, opening)
        refuse_above(opening.round, "openings", opening.unit, opening.capacity)
    _insert(opening)
    _log("offer", opening, by, round=opening.round_id, capacity=opening.capacity)
    facts.moved(_posts(opening, opening.capacity) if offered else [])


def _insert(opening: Opening) -> None:
    try:
        with transaction.atomic():
            opening.save(force_insert=True)
    except IntegrityError as error:
        raise _used_key() from error


def _used_key() -> Conflict:
    return Conflict(_("这次提交的编号已用于另一个名额；请刷新页面后重新提交。"), field="key")


def _step(definition: ProgrammeType) -> Openings:
    if definition.openings is None:
        raise BadInput(
            _("项目“%(programme)s”不设名额；请直接登记纪实。") % {"programme": title_of(definition)}, field="round"
        )
    return definition.openings


def _first_state(step: Openings, offered_by: Person | None, by: Account | None, *, outside: bool | None) -> str:
    if outside is None:
        outside = offered_by is not None and by is not None and offered_by.account_id == by.pk
    return OpeningState.REVIEW if step.review and outside else OpeningState.OFFERED


def _refuse_when_and_where(round_: Round, unit: Unit, place: Place | None, on: date, until: date | None) -> None:
    refuse_over(round_)
    refuse_outside_life(unit, on)
    refuse_other_unit(round_, unit)
    refuse_outside_round(round_, on)
    refuse_backwards(on, until)
    if place is not None and place.unit_id != unit.pk:
        raise BadInput(
            _("阵地“%(place)s”不属于%(unit)s；请改选本单位的阵地，或将单位改为%(owner)s。")
            % {"place": place.name, "unit": unit.short, "owner": place.unit.short},
            field="place",
        )


def _refuse_capacity(step: Openings, capacity: int) -> None:
    if not 1 <= capacity <= step.most:
        raise BadInput(
            _("名额数%(capacity)d不在1到%(most)d之间；请重填，或分成几条发布。")
            % {"capacity": capacity, "most": step.most},
            field="capacity",
        )


def _change_capacity(opening: Opening, step: Openings, capacity: int) -> None:
    _refuse_capacity(step, capacity)
    if capacity < opening.taken:
        raise BadInput(
            _("已有%(taken)d个名额被占用，不能减到%(capacity)d个；请重填。")
            % {"taken": opening.taken, "capacity": capacity},
            field="capacity",
        )
    if opening.state == OpeningState.OFFERED and capacity > opening.capacity:
        refuse_above(opening.round, "openings", opening.unit, capacity - opening.capacity)
    opening.capacity = capacity


def _refuse_offerer(
    definition: ProgrammeType, round_: Round, capacity: int, offered_by: Person | None, partner: Partner | None
) -> None:
    """Who may offer follows from the definition; in pairing a person offers, no more in one round than it allows."""
    step, pairing = _step(definition), definition.pairing
    told = {"programme": title_of(definition)}
    if partner is not None and Applicant.PARTNER not in step.by:
        raise BadInput(_("项目“%(programme)s”的名额不由合作方提供；请去掉“合作方”。") % told, field="partner")
    if pairing is None:
        if offered_by is not None and Applicant.PERSON not in step.by:
            raise BadInput(
                _("项目“%(programme)s”不是结对项目，名额不由个人提供；请去掉“提供人”。") % told, field="offered_by"
            )
        return
    if offered_by is None:
        if partner is not None or Applicant.PARTNER in step.by or "village" in step.by:
            return  # schools, institutions and villages pair as such
        raise BadInput(_("项目“%(programme)s”是结对项目；请选择由谁结对（导师或团干部）。") % told, field="offered_by")
    Person.objects.select_for_update(no_key=True).get(pk=offered_by.pk)  # two offers of one mentor pass in turn
    living = ~Q(state__in=(OpeningState.WITHDRAWN, OpeningState.REFUSED))
    offered = Opening.objects.filter(living, round=round_, offered_by=offered_by).aggregate(all=Sum("capacity"))
    there = offered["all"] or 0
    if there + capacity > pairing.most:
        raise BadInput(
            _("每人在一个批次里结对%(least)d至%(most)d名，已有%(offered)d个名额，不能再加%(capacity)d个；请减少名额。")
            % {"least": pairing.least, "most": pairing.most, "offered": there, "capacity": capacity},
            field="capacity",
        )


def _clean_amount(step: Openings, amount: Decimal | None) -> Decimal | None:
    if amount is None:
        return None
    if not step.money:
        raise BadInput(_("这个项目的名额不带金额；请去掉金额。"), field="amount")
    if not amount.is_finite() or not 0 < amount < Decimal(10) ** 12:
        raise BadInput(_("金额要大于0；请核对。"), field="amount")
    return amount.quantize(Decimal("0.01"))


def _refuse_taken_back(opening: Opening) -> None:
    if opening.state in (OpeningState.WITHDRAWN, OpeningState.REFUSED):
        raise Conflict(_("“%(opening)s”已经撤下；请刷新页面。") % {"opening": opening.title}, opening=opening.pk)


def _refuse_slot(opening: Opening, slot: Slot | None, on: date, beds: int) -> None:
    if beds < (slot.taken if slot else 0):
        raise BadInput(
            _("%(on)s已订%(taken)d个，不能减到%(beds)d个；请重填。")
            % {"on": day_of(on), "taken": slot.taken if slot else 0, "beds": beds},
            field="capacities",
        )
    if on < opening.on or (opening.until and on > opening.until) or beds > opening.capacity:
        raise BadInput(
            _("%(on)s要在开放的日期之内，且不多于%(capacity)d个；请重填。")
            % {"on": day_of(on), "capacity": opening.capacity},
            field="capacities",
        )


def _posts(opening: Opening, capacity: int) -> list[facts.Movement]:
    names = ["programmes.posts", "programmes.posts-local"] if is_local(opening.unit) else ["programmes.posts"]
    amount = capacity * facts.SCALE
    return [facts.Movement(name, opening.round.programme, opening.unit_id, opening.on, amount) for name in names]


def _log(act: str, opening: Opening, by: Account | None, **detail: object) -> None:
    audit.append(
        chain=opening.unit_id,
        act=f"programmes.{act}",
        about=f"opening:{opening.pk}",
        by=by,
        detail=dict(detail),
    )

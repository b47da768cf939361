"""Asking somebody whom a need has found whether they would help; taking that back; the answer, theirs alone to give."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import Conflict, NotPermitted
from sangzi.kernel.models import Account
from sangzi.people.access import findable, visible_entries
from sangzi.people.models import Entry, Person
from sangzi.units.access import scope_of

from ..access import require_may_write
from ..models import Approach, ApproachState, Opening
from ..suggesting import suggest_of, wants_help
from ..telling_approaches import tell_answer, tell_asked, tell_withdrawn
from ..trail import today_of

LONGEST = 300


@transaction.atomic
def approach(*, opening: Opening, entry: Entry, now: datetime, by: Account, note: str = "") -> Approach:
    """Ask a person of a register line, who agreed to be found, to help with an opening. Asked twice it is once.

    Who was told that it is taken back may be asked anew. Refused for whoever may not be seen or found, and once help is
    no longer wanted.
    """
    held = _held(opening)
    today = today_of(now)
    scope = scope_of(by, today)
    require_may_write(scope, held.unit)
    suggest = suggest_of(held)
    if suggest is None or not wants_help(held, today):
        raise Conflict(_("“%(opening)s”现在不邀请人；请刷新页面。") % {"opening": held.title}, opening=held.pk)
    lines = findable(visible_entries(scope), suggest.registers, today).select_related("person__home")
    found = lines.filter(pk=entry.pk).first()
    if found is None or found.person is None or found.person_id == held.offered_by_id:
        raise NotPermitted(_("这位没有同意因此被联系，或已退出名册；请从推荐的人里选择。"), entry=entry.pk)
    there = Approach.objects.filter(opening=held, person=found.person).order_by("-pk").first()
    if there is not None and there.state != ApproachState.WITHDRAWN:
        return there
    made = Approach.objects.create(
        opening=held, person=found.person, register=found.register, note=note.strip()[:LONGEST], asked=now, by=by
    )
    _noted("approach", made, by)
    tell_asked(made, now=now, by=by)
    return made


@transaction.atomic
def answer_approach(*, approach: Approach, willing: bool, now: datetime, by: Account, reply: str = "") -> Approach:
    """Say oneself whether one would help; who asked is told. A yes binds to nothing: one still applies or is placed."""
    found = _held_approach(approach)
    if found.person.account_id != by.pk:
        raise NotPermitted(_("只有本人可以答复。"), approach=found.pk)
    if found.state == ApproachState.WITHDRAWN:
        raise Conflict(_("这个邀请已经撤回，不用再答复；谢谢您。"), approach=found.pk)
    if found.state != ApproachState.ASKED:
        raise Conflict(_("您已经答复过；如有变动，请联系主办单位。"), approach=found.pk)
    if willing and not wants_help(found.opening, today_of(now)):
        raise Conflict(_("“%(opening)s”已经不需要人了；谢谢您。") % {"opening": found.opening.title}, approach=found.pk)
    found.state = ApproachState.WILLING if willing else ApproachState.DECLINED
    found.reply, found.answered = reply.strip()[:LONGEST], now
    found.save(update_fields=["state", "reply", "answered"])
    _noted("answer_approach", found, by, state=found.state)
    tell_answer(found, now=now, by=by)
    return found


@transaction.atomic
def withdraw_approach(*, approach: Approach, now: datetime, by: Account) -> Approach:
    """Take back what somebody was asked and has not answered; they are told. Taken back twice it is once.

    Raises `Conflict` once there is an answer.
    """
    found = _held_approach(approach)
    require_may_write(scope_of(by, today_of(now)), found.opening.unit)
    if found.state == ApproachState.WITHDRAWN:
        return found
    if found.state != ApproachState.ASKED:
        raise Conflict(_("对方已经答复，邀请不能再撤回；请刷新页面看答复。"), approach=found.pk)
    found.state = ApproachState.WITHDRAWN
    found.save(update_fields=["state"])
    _noted("withdraw_approach", found, by)
    tell_withdrawn(found, now=now, by=by)
    return found


def refuse_without_word(opening: Opening, person: Person) -> None:
    """Raise `Conflict` for somebody who was asked to help with an opening and has not said yes."""
    if suggest_of(opening) is None:
        return
    asked = Approach.objects.filter(opening=opening, person=person).order_by("-pk").first()
    if asked is not None and asked.state != ApproachState.WILLING:
        raise Conflict(_("这位还没有答应“%(opening)s”；请等本人答复。") % {"opening": opening.title}, approach=asked.pk)


def _held(opening: Opening) -> Opening:
    rows = Opening.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("round__unit", "unit").get(pk=opening.pk)


def _held_approach(approach: Approach) -> Approach:
    rows = Approach.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("opening__round__unit", "opening__unit", "person", "by").get(pk=approach.pk)


def _noted(act: str, made: Approach, by: Account, **detail: object) -> None:
    audit.append(
        chain=made.opening.unit_id,
        act=f"programmes.{act}",
        about=f"opening:{made.opening_id}",
        by=by,
        detail={"approach": made.pk} | detail,
    )

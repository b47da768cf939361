"""Inviting somebody to enter themselves: a link that is passed on, and says nothing about whom it is for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.tokens import hash_of, new_token
from sangzi.kernel.wording import title_of
from sangzi.units.models import Unit

from ..dating import refuse_outside_life
from ..definitions import known_register
from ..models import Invitation, Person

HOLDS_FOR = timedelta(days=30)
MOST_LIVE = 50  # of one account, so that nobody's account becomes a mailing list
LONGEST_NOTE = 200


class Invited(NamedTuple):
    """An invitation, and the token of its link: told this once, kept nowhere."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(*, register: str, unit: Unit, today: date, by: Account, note: str = "") -> Invited:
    """Make a link by which one person may enter themselves into a register at a unit."""
    definition = known_register(register)
    if not definition.by_self:
        told = {"register": title_of(definition)}
        raise BadInput(_("名册“%(register)s”不由本人填写，不能发邀请。") % told, field="register")
    refuse_outside_life(unit, today)
    note = _clean_note(note)
    if Invitation.objects.filter(by=by, used=None, withdrawn=None, expires__gt=today).count() >= MOST_LIVE:
        raise Conflict(_("您已有%(most)d个还没有用的邀请；请先撤回不再需要的。") % {"most": MOST_LIVE})
    token = new_token()
    invitation = Invitation.objects.create(
        register=register, unit=unit, by=by, note=note, token_hash=hash_of(token), made=today, expires=today + HOLDS_FOR
    )
    _told("people.invite", invitation, by)
    return Invited(invitation, token)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, today: date, by: Account) -> Invitation:
    """End a link that nobody has used yet."""
    if not Invitation.objects.filter(pk=invitation.pk, used=None, withdrawn=None).update(withdrawn=today):
        raise Conflict(_("这个邀请已经用过或撤回；请刷新页面。"), invitation=invitation.pk)
    invitation.withdrawn = today
    _told("people.withdraw_invitation", invitation, by)
    return invitation


@transaction.atomic
def use_invitation(*, invitation: Invitation, person: Person, register: str, today: date, by: Account) -> Invitation:
    """Note that a person followed a link. It works once."""
    live = Invitation.objects.filter(pk=invitation.pk, register=register, used=None, withdrawn=None, expires__gt=today)
    if not live.update(used=today, person=person):
        raise Conflict(_("这个邀请已经用过、撤回或过期；请向邀请您的人再要一个。"), invitation=invitation.pk)
    invitation.used, invitation.person = today, person
    _told("people.use_invitation", invitation, by)
    return invitation


def _clean_note(note: str) -> str:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise BadInput(_("附言最多%(most)d个字；请缩短。") % {"most": LONGEST_NOTE}, field="note")
    return note


def _told(act: str, invitation: Invitation, by: Account) -> None:
    detail = {"register": invitation.register}
    audit.append(chain=invitation.unit_id, act=act, about=f"invitation:{invitation.pk}", by=by, detail=detail)

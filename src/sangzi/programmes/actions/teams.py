"""Teams: the captain invites by a link, everybody agrees themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.facts import SCALE
from sangzi.kernel.models import Account
from sangzi.kernel.tokens import hash_of, new_token
from sangzi.people.access import own_person
from sangzi.people.entering import clean_name

from ..definitions import frozen
from ..holding import held
from ..models import Applicant, Application, ApplicationState, Member
from ..trail import count, mate_moved, noted

IN_HAND = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@transaction.atomic
def invite_member(*, application: Application, name: str, now: datetime, by: Account | None, role: str = "") -> str:
    """Invite somebody into a team; returns the token of their link, told this once."""
    there = _team(application)
    step = frozen(there.round.definition).applications
    if step is not None and there.members.count() + 1 >= step.most:
        raise BadInput(_("团队最多%(most)d人（含队长）；请先移除别人。") % {"most": step.most}, field="members")
    token = new_token()
    member = Member(application=there, name=clean_name(name), role=" ".join(role.split())[:60], token=hash_of(token))
    member.save(force_insert=True)
    noted(there, "invite_member", by=by, now=now, crowd=True, member=member.pk)
    return token


@transaction.atomic
def agree_membership(*, token: str, now: datetime, by: Account) -> Member:
    """Join a team by its link. `by` is the account of whoever joins; nobody joins for another."""
    member = member_of(token)
    there = _team(member.application)
    person = own_person(by)
    if person is None:
        raise BadInput(_("您的账号还没有个人资料；请先在“我的”里填写。"), field="person")
    others = Member.objects.filter(application=there, person=person).exclude(pk=member.pk)
    if there.person_id == person.pk or others.exists():
        raise Conflict(_("您已在这个团队里；请让别的队员使用这个链接。"), application=there.pk)
    if not Member.objects.filter(pk=member.pk, agreed=None).update(person=person, agreed=now):
        if member.person_id == person.pk:
            return member
        raise Conflict(_("这个链接已经有人用过；请让队长重新邀请。"), application=there.pk)
    member.application, member.person, member.agreed = there, person, now
    count(mate_moved(member, SCALE))
    noted(there, "agree_membership", by=by, now=now, crowd=True, member=member.pk)
    return member


@transaction.atomic
def remove_member(*, member: Member, now: datetime, by: Account | None) -> None:
    """Take somebody out of a team that was not handed in yet: the captain, or they themselves."""
    there = _team(member.application)
    gone = Member.objects.filter(pk=member.pk).first()
    if gone is not None:
        gone.application = there
        Member.objects.filter(pk=gone.pk).delete()
        count(mate_moved(gone, -SCALE))
    noted(there, "remove_member", by=by, now=now, crowd=True, member=member.pk)


def member_of(token: str) -> Member:
    """The member behind a link, application and round along. Raises `NotVisible`."""
    rows = Member.objects.select_related("application__round__unit", "application__person", "person")
    found = rows.filter(token=hash_of(token)).first()
    if found is None or not token:
        raise NotVisible(_("这个链接无效；请让队长重新邀请。"))
    return found


def _team(application: Application) -> Application:
    there = held(application)
    if there.kind != Applicant.TEAM:
        raise BadInput(_("这份申请不是团队报名。"), field="kind")
    if there.state not in IN_HAND:
        raise Conflict(_("这份申请已经提交或结束，不能再改队员；请刷新页面。"), application=there.pk)
    return there

"""Somebody opens an account for themselves."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.actions import open_account
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.units.models import Unit

from ..entering import clean_name, clean_phone
from ..models import Person
from ..purposes import ACCOUNT
from .consents import give_consent
from .persons import add_person


@transaction.atomic
def join(
    *,
    name: str,
    phone: str,
    password: str,
    home: Unit,
    today: date,
    by: Account | None,
    born: date | None = None,
    by_guardian: bool = False,
) -> Person:
    """Make an account that is signed in to with the phone, the person behind it, and the consent to both.

    It is always somebody new: whoever knows a phone number must not come into what was noted of its owner. That two
    are one is for `merge_persons`, by somebody who has asked them.
    """
    name, phone = clean_name(name), clean_phone(phone)
    if not phone:
        raise BadInput(_("手机号没有填写；请填写，登录要用它。"), field="phone")
    if Account.objects.filter(username=phone).exists():
        raise Conflict(_("这个手机号已经注册过；请直接登录。忘了密码，请找您家乡的团组织重设。"), field="phone")
    account = open_account(username=phone, name=name, password=password, by=by)
    person = add_person(name=name, phone=phone, born=born, home=home, today=today, by=account)
    person.account = account
    person.save(update_fields=["account"])
    give_consent(person=person, purpose=ACCOUNT, given=today, today=today, by=account, by_guardian=by_guardian)
    return person


@transaction.atomic
def begin(
    *,
    name: str,
    home: Unit,
    today: date,
    by: Account,
    phone: str = "",
    born: date | None = None,
    by_guardian: bool = False,
) -> Person:
    """Make the person behind an account that has none yet: somebody of staff who wants a profile, too."""
    if Person.objects.filter(account=by).exists():
        raise Conflict(_("您的账号已经有个人资料；请直接填写。"))
    person = add_person(name=name, phone=phone, born=born, home=home, today=today, by=by)
    person.account = by
    person.save(update_fields=["account"])
    give_consent(person=person, purpose=ACCOUNT, given=today, today=today, by=by, by_guardian=by_guardian)
    return person

"""Making people and partners known, and showing what is masked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict, NotPermitted
from sangzi.kernel.models import Account
from sangzi.units.initials import initials
from sangzi.units.models import Unit

from ..dating import refuse_future, refuse_outside_life
from ..entering import clean_credit_code, clean_name, clean_phone
from ..models import Partner, Person

SHORTEST_REASON = 4
Revealed = Literal["name", "phone", "born"]


@transaction.atomic
def add_person(
    *, name: str, home: Unit, today: date, by: Account | None, phone: str = "", born: date | None = None
) -> Person:
    """Make somebody known. Whether they are known already is for `queries.likely_duplicates` to hint at first."""
    name = clean_name(name)
    refuse_outside_life(home, today)
    if born:
        refuse_future(born, today)
    person = Person.objects.create(
        name=name, initials=initials(name)[:30], phone=clean_phone(phone), born=born, home=home
    )
    audit.append(chain=home.pk, act="people.add_person", about=f"person:{person.pk}", by=by)
    return person


@transaction.atomic
def tell_birth(*, person: Person, born: date, today: date, by: Account | None) -> Person:
    """Note on which day somebody was born, where that is not known yet. What is known is not overwritten."""
    refuse_future(born, today)
    if not Person.objects.filter(pk=person.pk, born=None).update(born=born):
        raise Conflict(_("出生日期已经登记过；请刷新页面。"), person=person.pk)
    person.born = born
    audit.append(chain=person.home_id, act="people.tell_birth", about=f"person:{person.pk}", by=by)
    return person


@transaction.atomic
def correct_own(
    *, person: Person, name: str, phone: str, home: Unit, today: date, by: Account, born: date | None = None
) -> Person:
    """The person behind an account says who they are now; the chain keeps what was changed, not the values.

    A day of birth is told once: whether somebody needs a guardian hangs on it. A phone that was given is not emptied.
    """
    if person.account_id != by.pk:
        raise NotPermitted(_("个人资料只能由本人更正。"))
    row = Person.objects.select_for_update().get(pk=person.pk)
    name, phone = clean_name(name), clean_phone(phone)
    if row.phone and not phone:
        raise BadInput(_("手机号没有填写；请填写，办理您的事项要用它。"), field="phone")
    if home.pk != row.home_id:
        refuse_outside_life(home, today)
    changed = [field for field, now in (("name", name), ("phone", phone), ("home", home)) if getattr(row, field) != now]
    if changed:
        row.name, row.initials, row.phone, row.home = name, initials(name)[:30], phone, home
        row.save(update_fields=["name", "initials", "phone", "home"])
        told = {"fields": changed}
        audit.append(chain=home.pk, act="people.correct_own", about=f"person:{row.pk}", by=by, detail=told)
    return tell_birth(person=row, born=born, today=today, by=by) if born and born != row.born else row


@transaction.atomic
def add_partner(*, name: str, kind: str, home: Unit, today: date, by: Account | None, credit_code: str = "") -> Partner:
    """Make an organisation outside the tree known. One credit code is one partner."""
    refuse_outside_life(home, today)
    code = clean_credit_code(credit_code)
    if code and Partner.objects.filter(credit_code=code).exists():
        raise Conflict(
            _("统一社会信用代码%(code)s的合作方已经登记过；请直接选用。") % {"code": code}, field="credit_code"
        )
    partner = Partner.objects.create(name=clean_name(name, 200), kind=clean_name(kind, 40), home=home, credit_code=code)
    audit.append(chain=home.pk, act="people.add_partner", about=f"partner:{partner.pk}", by=by)
    return partner


@transaction.atomic
def reveal(*, person: Person, field: Revealed, reason: str, by: Account) -> str:
    """The whole value of a masked field. Who saw it, of whom and why stays in the audit chain."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise BadInput(
            _("查看完整信息要写明理由（至少%(least)d个字）；请补充。") % {"least": SHORTEST_REASON}, field="reason"
        )
    if field not in ("name", "phone", "born"):
        raise BadInput(_("没有可以查看的“%(field)s”项；请重新选择。") % {"field": field}, field="field")
    audit.append(
        chain=person.home_id,
        act="people.reveal",
        about=f"person:{person.pk}",
        by=by,
        detail={"field": field, "reason": reason[:200]},
    )
    return str(getattr(person, field) or "")

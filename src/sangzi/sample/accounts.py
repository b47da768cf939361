"""The accounts of the sample: one for every kind of user at every level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.models import Account
from sangzi.people.models import Consent, Entry, Person
from sangzi.plans.actions import join_department
from sangzi.plans.models import Department
from sangzi.programmes.models import Placement
from sangzi.units.initials import initials
from sangzi.units.models import Assignment, Level, Unit

from .crowd import AID_CONSENT

PASSWORD = "sangzi-demo"  # noqa: S105  (told to everybody who starts the demo)
SINCE = date(2022, 1, 1)
OFFICES = ("青年发展部",)
HOME = "220000"  # where the sample is in the size of life
Role = Assignment.Role


@dataclass(frozen=True)
class Post:
    """An account, what it is for, and where it works: at the unit of a code, or at the first one of a level below it.

    Without a role somebody signs in and works for nobody.
    """

    username: str
    name: str
    does: object  # said in the language of the reader
    code: str
    role: str = ""
    down_to: Level | None = None
    ending: str = ""


POSTS = (
    Post("nation", "林知远", _("全国规划负责人"), "000000", Role.LEAD),
    Post("jilin", "宋青禾", _("省级负责人"), "220000", Role.LEAD),
    Post("youth", "何云帆", _("省级部门干事"), "220000", Role.OFFICER),
    Post("yanbian", "朴春姬", _("市州负责人"), "222400", Role.LEAD),
    Post("dunhua", "孙立春", _("县级干事"), "222403", Role.OFFICER),
    Post("antu", "金海兰", _("县级负责人"), "222426", Role.LEAD),
    Post("town", "高松涛", _("乡镇书记"), "222403", Role.LEAD, Level.TOWNSHIP, "镇"),
    Post("village", "于小满", _("村书记"), "222403", Role.LEAD, Level.VILLAGE, "村委会"),
    Post("auditor", "韩正清", _("审计员"), "220000", Role.AUDITOR),
    Post("counsellor", "白若水", _("12355咨询员"), "220000", Role.COUNSELLOR),
    Post("jiaxing", "沈南湖", _("市级负责人"), "330400", Role.LEAD),
    Post("student", "田一禾", _("返乡大学生"), "220000"),
    Post("expert", "苏景行", _("青年博士"), "220000"),
    Post("judge", "柳长青", _("大赛评委"), "220000"),
    Post("founder", "丁禾田", _("返乡创业青年"), "220000"),
    Post("mentor", "顾东篱", _("创业导师"), "220000"),
    Post("employer", "乔向荣", _("企业招聘负责人"), "222400"),
    Post("pupil", "卢小树", _("中学生（须监护人同意）"), "222403"),
)
PANEL = {"judge2": "江望舒", "judge3": "陆知微", "judge4": "程远山", "judge5": "方思齐"}  # who judges beside `judge`


def appoint() -> int:
    """Make every account whose unit exists; how many."""
    password = make_password(PASSWORD)  # once for all: every hash takes half a second
    made = 0
    for post in POSTS:
        unit = _unit(post)
        if unit is not None:
            account = Account.objects.create(username=post.username, name=post.name, password=password, sample=True)
            if post.role:
                Assignment.objects.create(account=account, unit=unit, role=post.role, since=SINCE)
            made += 1
    panel = [Account(username=key, name=name, password=password, sample=True) for key, name in PANEL.items()]
    return made + len(Account.objects.bulk_create(panel))


def meet(until: date) -> None:
    """Give the accounts that work for nobody a person of their own: a student with a post, an expert,
    a founder, a mentor, a pupil.
    """
    _be("student", Placement.objects.filter(opening__round__programme="return-home", person__account=None))
    for username, register in (("expert", "experts"), ("founder", "founders"), ("mentor", "mentors")):
        _be(username, Entry.objects.filter(register=register, until=None, person__isnull=False, person__account=None))
    between = until - timedelta(days=15 * 365), until - timedelta(days=12 * 365)
    pupils = Consent.objects.filter(purpose=AID_CONSENT, person__born__range=between, person__account=None)
    _be("pupil", pupils, newest="-given")


def join_departments() -> None:
    """Put the officer of the province into the departments of its plans that deal with young people's development."""
    officer = Account.objects.filter(username="youth", sample=True).first()
    if officer is None:
        return
    for office in Department.objects.filter(unit__code=HOME, unit__closed=None, name__in=OFFICES):
        join_department(department=office, account=officer, by=None)


def _be(username: str, rows: QuerySet[Any], newest: str = "-since") -> None:
    """Let the account be the person of the first of these rows, under the account's name."""
    account = Account.objects.filter(username=username, sample=True).first()
    home = Unit.objects.filter(code=HOME, closed=None).values_list("path", flat=True).first()
    there = rows.filter(person__home__path__within=home)
    person = there.order_by(newest, "pk").values_list("person", flat=True).first() if home else None
    if account is not None and person is not None:
        Person.objects.filter(pk=person).update(account=account, name=account.name, initials=initials(account.name))


def _unit(post: Post) -> Unit | None:
    """The unit with the post's code, or the first one of a level below it whose name ends like a post's should."""
    top = Unit.objects.filter(code=post.code, closed=None).first()
    if top is None or post.down_to is None:
        return top
    below = Unit.objects.filter(path__within=top.path, level=post.down_to, closed=None)
    return below.filter(name__endswith=post.ending).first()

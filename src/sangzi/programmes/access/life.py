"""Who may see what follows a placement: its own people, who offers it, staff of its unit; judges their round."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.kernel.models import Account
from sangzi.people.access import one_of
from sangzi.units.access import Scope

from ..certificate_numbers import cleaned
from ..models import (
    Certificate,
    Challenge,
    Honour,
    Judge,
    Payment,
    Placement,
    PlacementState,
    PublicNotice,
    Record,
    Report,
    Round,
    Session,
)

ALONG = (
    "opening__unit",
    "opening__round__unit",
    "opening__offered_by",
    "person__home",
    "partner",
    "for_unit",
    "application",
)
AROUND = ("opening__unit", "opening__round__unit", "opening__place", "place")
NEVER = (PlacementState.DECLINED, PlacementState.LAPSED)


def visible_sessions(scope: Scope) -> QuerySet[Session]:
    """Sessions of openings of units in the scope."""
    return scope.filter(Session.objects.all(), "opening__unit")


def get_session_for(scope: Scope, key: int) -> Session:
    """A visible session with its opening. Raises `NotVisible`."""
    rows = visible_sessions(scope).select_related(*AROUND)
    return one_of(rows, key, _("没有找到这一场；请回到批次页面重新选择。"))


def session_of_code(code: str) -> Session:
    """The session whose code somebody has before them. Raises `NotVisible`."""
    rows = Session.objects.filter(code=code).select_related(
        "opening__unit", "opening__round__unit", "opening__place", "place"
    )
    found = rows.first()
    if found is None:
        raise NotVisible(_("这个签到码没有用了；请核对现场的二维码，或请工作人员登记。"))
    return found


def visible_reports(scope: Scope) -> QuerySet[Report]:
    """Reports and hours of placements of units in the scope."""
    return scope.filter(Report.objects.all(), "placement__opening__unit")


def get_report_for(scope: Scope, key: int) -> Report:
    """A visible report with its placement. Raises `NotVisible`."""
    rows = visible_reports(scope).select_related(*(f"placement__{one}" for one in ALONG))
    return one_of(rows, key, _("没有找到这份报告；请刷新页面。"))


def get_payment_for(scope: Scope, key: int) -> Payment:
    """A visible payment with its record and placement. Raises `NotVisible`."""
    rows = scope.filter(Payment.objects.all(), "placement__opening__unit")
    along = ("record__round", "record__unit", "record__person", *(f"placement__{one}" for one in ALONG))
    return one_of(rows.select_related(*along), key, _("没有找到这笔发放；请刷新页面。"))


def visible_certificates(scope: Scope) -> QuerySet[Certificate]:
    """Certificates of placements of units in the scope."""
    return scope.filter(Certificate.objects.all(), "placement__opening__unit")


def get_certificate_for(scope: Scope, key: int) -> Certificate:
    """A visible certificate. Raises `NotVisible`."""
    rows = visible_certificates(scope).select_related(*(f"placement__{one}" for one in ALONG))
    return one_of(rows, key, _("没有找到这份证书；请刷新页面。"))


def certificate_numbered(text: str) -> Certificate | None:
    """The certificate of a number, however it was typed, for anybody who has it before them."""
    number = cleaned(text)
    rows = Certificate.objects.select_related(*(f"placement__{one}" for one in ALONG))
    return rows.filter(number=number).first() if number else None


def life_of(account: Account) -> QuerySet[Placement]:
    """The placements that are an account's own: its person's, its team's, or those it applied for."""
    own = Q(person__account=account.pk) | Q(application__person__account=account.pk) | Q(application__by=account.pk)
    team = Q(application__members__person__account=account.pk, application__members__agreed__isnull=False)
    rows = Placement.objects.filter(pk__in=Placement.objects.filter(own | team).values("pk"))
    return rows.exclude(state__in=NEVER).select_related(*ALONG)


def life_offered_by(account: Account) -> QuerySet[Placement]:
    """Placements in what the account's person offers: those whom a mentor takes along."""
    rows = Placement.objects.filter(opening__offered_by__account=account.pk).exclude(state__in=NEVER)
    return rows.select_related(*ALONG)


def own_life(account: Account, key: int) -> Placement:
    """One of one's own placements. Raises `NotVisible`."""
    return one_of(life_of(account), key, _("没有找到；请回到“我参加的”重新选择。"))


def offered_life(account: Account, key: int) -> Placement:
    """A placement in what one offers oneself. Raises `NotVisible`."""
    return one_of(life_offered_by(account), key, _("没有找到；请回到“我参加的”重新选择。"))


def own_record(account: Account, key: int) -> Record:
    """A record that names the account's person. Raises `NotVisible`."""
    rows = Record.objects.filter(person__account=account.pk, reverses=None).select_related("unit", "round__unit")
    return one_of(rows, key, _("没有找到这条纪实；请刷新页面。"))


def own_judging(account: Account) -> QuerySet[Judge]:
    """Where an account judges."""
    return Judge.objects.filter(account=account.pk).select_related("round__unit")


def get_judging(account: Account, key: int) -> Judge:
    """One of the rounds where the account judges. Raises `NotVisible`."""
    return one_of(own_judging(account), key, _("没有找到这项评审；请用受聘的账号登录。"))


def get_judge_for(scope: Scope, key: int) -> Judge:
    """A judge of a round of a unit in the scope. Raises `NotVisible`."""
    rows = scope.filter(Judge.objects.select_related("round__unit", "account"), "round__unit")
    return one_of(rows, key, _("没有找到这名评委；请刷新页面。"))


def organises(scope: Scope, round_: Round) -> bool:
    """Whether the account works for the unit that runs a round, or above it: others see no names and no points."""
    return scope.covers(round_.unit)


def notices_shown(today: date) -> QuerySet[PublicNotice]:
    """Public notices that anybody may read: those that have begun. What was withdrawn says so."""
    return PublicNotice.objects.filter(opens__lte=today, round__public=True).select_related("round__unit")


def get_notice_shown(key: int, today: date) -> PublicNotice:
    """A public notice that anybody may read. Raises `NotVisible`."""
    return one_of(notices_shown(today), key, _("没有找到这份公示；请回到公示列表。"))


def get_notice_for(scope: Scope, key: int) -> PublicNotice:
    """A public notice of a round of a unit in the scope. Raises `NotVisible`."""
    rows = scope.filter(PublicNotice.objects.select_related("round__unit"), "round__unit")
    return one_of(rows, key, _("没有找到这份公示；请回到批次页面。"))


def get_challenge_for(scope: Scope, key: int) -> Challenge:
    """An objection against a notice of a round in the scope. Raises `NotVisible`."""
    rows = Challenge.objects.select_related("notice__round__unit", "application", "by")
    return one_of(scope.filter(rows, "notice__round__unit"), key, _("没有找到这条异议；请刷新页面。"))


def get_honour_for(scope: Scope, key: int) -> Honour:
    """An honour of a round of a unit in the scope. Raises `NotVisible`."""
    along = ("application__round__unit", "application__unit", "application__person", "record__round", "record__unit")
    rows = scope.filter(Honour.objects.select_related(*along), "application__round__unit")
    return one_of(rows, key, _("没有找到这项表彰；请刷新页面。"))

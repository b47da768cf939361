"""Handing in: what must be there, and what happens in the moment in which an application is complete."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, refusal_of
from sangzi.kernel.models import Account
from sangzi.people.models import Consent
from sangzi.units.models import Unit

from . import standing
from .bidders import OF_UNITS, Bidder
from .conditions import needs_guardian, unmet
from .definitions import ProgrammeType
from .models import (
    Applicant,
    Application,
    ApplicationState,
    Guardian,
    OpeningState,
    Wish,
)
from .settling import settle
from .trail import today_of
from .writing import Handed, write_all


def wishes_of(application: Application) -> list[Wish]:
    """The wishes of an application in order, openings along. One query."""
    wishes = list(application.wishes.select_related("opening__unit", "opening__offered_by").order_by("rank"))
    for wish in wishes:
        wish.opening.round = application.round  # the one definition, not one for each
    return wishes


def completed(application: Application, wishes: list[Wish], definition: ProgrammeType, now: datetime) -> None:
    """Raise `BadInput` for the first thing that is missing or not met; say where the application is dealt with."""
    bidder = Bidder.of(application)
    _look_at_wishes(application, wishes, definition)
    _look_at_team(application, definition)
    _look_at_stay(application, wishes, definition)
    complaints = unmet(definition, application, bidder, today_of(now))
    if complaints:
        raise _unmet(complaints)
    _look_at_guardian(application, definition, bidder, now)
    application.unit = _where(application, wishes, definition, bidder)
    standing.refuse_above(application.round, "applications", application.unit, 1)


def everything_missing(
    application: Application,
    wishes: list[Wish],
    definition: ProgrammeType,
    now: datetime,
    *,
    unknown: Collection[str] = (),
) -> list[str]:
    """All that `completed` would raise one after the other, of an application that is not written.

    What is `unknown` yet (wishes, or of the bidder as `unmet` has it) is not judged.
    """
    bidder = Bidder.of(application)
    said = [] if "wishes" in unknown else refusal_of(lambda: _look_at_wishes(application, wishes, definition))
    said += refusal_of(lambda: _look_at_team(application, definition))
    said += refusal_of(lambda: _look_at_stay(application, wishes, definition))
    complaints = unmet(definition, application, bidder, today_of(now), unknown=unknown)
    if complaints:
        said.append(_unmet(complaints).sentence)
    if "born" not in unknown:
        said += refusal_of(lambda: _look_at_guardian(application, definition, bidder, now))
    if not {"wishes", "home"} & set(unknown):
        at = _where(application, wishes, definition, bidder)
        said += refusal_of(lambda: standing.refuse_above(application.round, "applications", at, 1))
    return said


def _unmet(complaints: list[str]) -> BadInput:
    return BadInput(_("不符合报名条件：%(complaints)s") % {"complaints": "".join(complaints)}, field="conditions")


def hand_in(
    application: Application, wishes: list[Wish], definition: ProgrammeType, *, now: datetime, by: Account | None
) -> Application:
    """Write a complete application, and what follows from it at once: admission, a seat, a place in line."""
    handed = ready(application, wishes, now=now, by=by)
    if is_admitted_at_once(application, definition):
        handed.got = settle(application, wishes, definition)
    write_all([handed], now)
    return application


def ready(application: Application, wishes: list[Wish], *, now: datetime, by: Account | None) -> Handed:
    """Change an application in memory to one that is handed in. What becomes of it is not decided yet."""
    handed = Handed(application, wishes, counted_at=_counted_at(application), by=by)
    application.submitted = application.submitted or now
    application.changed, application.reason = now, ""
    application.revision += 1
    application.by_id = application.by_id or (by.pk if by else None)
    application.state = ApplicationState.SUBMITTED
    return handed


def _counted_at(application: Application) -> int | None:
    """Where it was dealt with when it was handed in before; a mended one may be dealt with elsewhere."""
    if application.submitted is None:
        return None
    return Application.objects.values_list("unit_id", flat=True).get(pk=application.pk)


def is_admitted_at_once(application: Application, definition: ProgrammeType) -> bool:
    """Whether nobody has to look at it first: neither staff nor a guardian."""
    by_hand = definition.screening is not None and definition.screening.by_hand
    return not by_hand and application.guardian in (Guardian.NOT_NEEDED, Guardian.AGREED)


def _look_at_wishes(application: Application, wishes: list[Wish], definition: ProgrammeType) -> None:
    for wish in wishes:
        if wish.opening.state != OpeningState.OFFERED:
            raise BadInput(
                _("“%(opening)s”现在不接受报名；请去掉或换一个志愿。") % {"opening": wish.opening.title}, field="wishes"
            )
        offers = wish.opening.offered_by_id
        if definition.pairing and offers is not None and offers == application.person_id:
            raise BadInput(_("不能与本人结对；请另选一人。"), field="wishes")
    if wishes:
        return
    offered = application.round.openings.filter(state=OpeningState.OFFERED).order_by("pk")
    only = list(offered.select_related("unit", "offered_by")[:2])
    if len(only) == 1:
        only[0].round = application.round
        wishes.append(Wish(application=application, opening=only[0], rank=1))
    elif only:
        raise BadInput(_("还没有选择名额；请至少选一个志愿。"), field="wishes")


def _look_at_team(application: Application, definition: ProgrammeType) -> None:
    step = definition.applications
    if application.kind != Applicant.TEAM or step is None:
        return
    if not application.name:
        raise BadInput(_("还没有写团队名称；请填写。"), field="name")
    agreed = 1 + (application.members.exclude(agreed=None).count() if application.pk else 0)  # the captain is one
    if not step.least <= agreed <= step.most:
        raise BadInput(
            _("团队要有%(least)d至%(most)d人（含队长），已确认%(agreed)d人；请邀请队员并等他们确认。")
            % {"least": step.least, "most": step.most, "agreed": agreed},
            field="members",
        )


def _look_at_stay(application: Application, wishes: list[Wish], definition: ProgrammeType) -> None:
    step = definition.openings
    if step is None or not step.dated:
        application.since = application.until = None
        return
    since, until = application.since, application.until
    if since is None or until is None or until <= since:
        raise BadInput(_("请选择入住和离开的日期，离开要晚于入住。"), field="since")
    if (until - since).days > step.longest:
        raise BadInput(_("每次最多%(longest)d天；请缩短。") % {"longest": step.longest}, field="until")
    for wish in wishes:
        if since < wish.opening.on or (wish.opening.until and until > wish.opening.until + timedelta(days=1)):
            raise BadInput(
                _("“%(opening)s”在所选日期不开放；请改日期。") % {"opening": wish.opening.title}, field="since"
            )


def _look_at_guardian(application: Application, definition: ProgrammeType, bidder: Bidder, now: datetime) -> None:
    if not needs_guardian(definition, bidder, today_of(now)):
        application.guardian = Guardian.NOT_NEEDED
        return
    if application.guardian not in (Guardian.ASKED, Guardian.AGREED):
        raise BadInput(_("须监护人同意；请填写监护人的姓名、电话和关系，并把链接发给监护人。"), field="guardian")


def _where(application: Application, wishes: list[Wish], definition: ProgrammeType, bidder: Bidder) -> Unit:
    """Who deals with it: a unit's own with the unit, a nominee's at home, else who offers the dearest wish."""
    home, round_ = bidder.home, application.round
    nominated = definition.applications is not None and definition.applications.nominated
    inside = home.path.startswith(round_.unit.path)
    if inside and (nominated or bidder.kind in OF_UNITS):
        return home
    if wishes:
        return wishes[0].opening.unit
    return home if inside else round_.unit


def give(application: Application, days: int, on: date, *, by_guardian: bool) -> None:
    """Write down the consent to one round's purpose, once."""
    Consent.objects.get_or_create(
        person=application.person,
        purpose=f"programme:{application.round.programme}"[:60],
        given=on,
        by_guardian=by_guardian,
        withdrawn=None,
        defaults={"expires": on + timedelta(days=days)},
    )

"""Meetings of those placed in an opening: set, moved, called off, and all who have a place are told."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.people.dating import refuse_outside_life
from sangzi.places.models import Place

from ..attendances import marked
from ..life import reason_given
from ..models import Opening, OpeningState, Session
from ..telling_placed import SESSIONS, inform, persons_in
from .rounds import refuse_outside_round

LONGEST_TITLE = 200


@transaction.atomic
def hold_session(
    *,
    opening: Opening,
    on: date,
    now: datetime,
    by: Account | None,
    starts: time | None = None,
    ends: time | None = None,
    title: str = "",
    place: Place | None = None,
) -> Session:
    """Set a meeting of those placed in an opening: a lesson, a shift, a rehearsal. They are told."""
    if opening.state != OpeningState.OFFERED:
        raise BadInput(_("“%(opening)s”还没有发布或已经撤下，不能安排场次。") % {"opening": opening.title}, field="on")
    session = Session(
        opening=opening,
        on=on,
        starts=starts,
        ends=ends,
        title=_clean(title),
        place=place,
        code=secrets.token_urlsafe(32),
    )
    _refuse(session)
    session.save(force_insert=True)
    _log("programmes.hold_session", session, by, on=on.isoformat())
    _tell(session, gettext_noop("新的场次：%(opening)s"), now, by)
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    on: date,
    now: datetime,
    by: Account | None,
    starts: time | None = None,
    ends: time | None = None,
    title: str = "",
    place: Place | None = None,
) -> Session:
    """Move a meeting, or say more about it. Its day stays once somebody was there."""
    _refuse_cancelled(session)
    if on != session.on and marked(session):
        raise Conflict(_("这一场已经有人签到，日期不能再改；如日期写错，请先撤回签到。"), field="on")
    session.on, session.starts, session.ends = on, starts, ends
    session.title, session.place = _clean(title), place
    _refuse(session)
    session.changes += 1
    session.save(update_fields=["on", "starts", "ends", "title", "place", "changes"])
    _log("programmes.change_session", session, by, on=on.isoformat())
    _tell(session, gettext_noop("场次有变动：%(opening)s"), now, by)
    return session


@transaction.atomic
def cancel_session(*, session: Session, reason: str, now: datetime, by: Account | None) -> Session:
    """Call a meeting off, with the reason, which is told to everybody who has a place."""
    reason = reason_given(reason, _("取消场次要写明原因，会告诉所有人；请补充。"))
    if marked(session):
        raise Conflict(_("这一场已经有人签到，不能取消；请先撤回签到。"), session=session.pk)
    if not Session.objects.filter(pk=session.pk, cancelled=False).update(cancelled=True, changes=F("changes") + 1):
        raise Conflict(_("这一场已经取消；请刷新页面。"), session=session.pk)
    session.refresh_from_db()
    _log("programmes.cancel_session", session, by, reason=reason)
    _tell(
        session,
        gettext_noop("场次取消：%(opening)s"),
        now,
        by,
        text=gettext_noop("原定%(when)s。原因：%(reason)s"),
        reason=reason,
    )
    return session


def when_of(session: Session) -> str:
    """2026-03-01 19:00–20:30, as it is read in every language."""
    hours = "–".join(f"{clock:%H:%M}" for clock in (session.starts, session.ends) if clock)
    return f"{session.on:%Y-%m-%d} {hours}".strip()


def _refuse(session: Session) -> None:
    opening = session.opening
    refuse_outside_life(opening.unit, session.on)
    refuse_outside_round(opening.round, session.on)
    _refuse_outside_opening(opening, session.on)
    if session.ends and (session.starts is None or session.ends <= session.starts):
        raise BadInput(_("结束时间要晚于开始时间；跨夜的请分两场安排。"), field="ends")
    if session.place and not session.place.unit.path.startswith(opening.round.unit.path):
        raise BadInput(
            _("地点“%(place)s”不在本批次的单位之内；请改选。") % {"place": session.place.name}, field="place"
        )


def _refuse_outside_opening(opening: Opening, on: date) -> None:
    if on < opening.on or (opening.until and on > opening.until):
        last = day_of(opening.until) if opening.until else _("不限")
        raise BadInput(
            _("“%(opening)s”从%(first)s到%(last)s，%(on)s不在其间；请改日期。")
            % {"opening": opening.title, "first": day_of(opening.on), "last": last, "on": day_of(on)},
            field="on",
        )


def _refuse_cancelled(session: Session) -> None:
    if session.cancelled:
        raise Conflict(_("这一场已经取消；请另排一场。"), session=session.pk)


def _clean(title: str) -> str:
    return " ".join(title.split())[:LONGEST_TITLE]


def _tell(
    session: Session,
    title: str,
    now: datetime,
    by: Account | None,
    text: str = gettext_noop("%(when)s %(topic)s"),
    **told: str,
) -> None:
    inform(
        persons_in(session.opening_id),
        kind=SESSIONS,
        title=title,
        text=text,
        link="/me/life/",
        about=f"session:{session.pk}",
        key=f"session:{session.pk}:{session.changes}",
        now=now,
        by=by,
        opening=session.opening.title,
        when=when_of(session),
        **{"topic": session.title} | told,
    )


def _log(act: str, session: Session, by: Account | None, **detail: object) -> None:
    audit.append(
        chain=session.opening.unit_id,
        act=act,
        about=f"session:{session.pk}",
        by=by,
        detail={"opening": session.opening_id, **detail},
    )

"""How a round or an opening stands, in words: what somebody who would like to apply reads first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Round
from sangzi.programmes.queries.public import Seated, Standing, Timed, standing_in

from .deadlines import is_soon, left_of, moment_of

WORDS: dict[Standing, tuple[str | Promise, str, str]] = {
    Standing.SOON: (_l("还未开始"), "clock", "plain"),
    Standing.OPEN: (_l("正在报名"), "check-circle", "open"),
    Standing.WAITING: (_l("已满，可以候补"), "hourglass-split", "warn"),
    Standing.FULL: (_l("名额已满"), "slash-circle", "plain"),
    Standing.OVER: (_l("报名已截止"), "slash-circle", "plain"),
    Standing.CLOSED: (_l("已结束"), "slash-circle", "plain"),
    Standing.CANCELLED: (_l("已取消"), "x-circle", "bad"),
    Standing.WITHDRAWN: (_l("已撤下"), "x-circle", "plain"),
    Standing.UNASKED: (_l("不用报名"), "info-circle", "plain"),
}


@dataclass(frozen=True)
class Sign:
    """A standing as pages show it: words, icon, colour, and the time that matters now."""

    standing: Standing
    words: str
    icon: str
    look: str
    when: str
    left: str
    soon: bool

    @property
    def can_apply(self) -> bool:
        return self.standing in (Standing.OPEN, Standing.WAITING)


def sign_of(round_: Round, now: datetime, opening: Seated | None = None) -> Sign:
    """The sign of a round, or of one of its openings, at a moment."""
    return sign_in(frozen(round_.definition), round_, now, opening)


def sign_in(definition: ProgrammeType, round_: Timed, now: datetime, opening: Seated | None = None) -> Sign:
    """The same where the definition was read before."""
    return sign_for(standing_in(definition, round_, now, opening), round_, now)


def sign_for(standing: Standing, round_: Timed, now: datetime) -> Sign:
    """The sign of a standing that is known."""
    words, icon, look = WORDS[standing]
    when, left, soon = _time(round_, now, standing)
    return Sign(standing, str(words), icon, look, when, left, soon)


def _time(round_: Timed, now: datetime, standing: Standing) -> tuple[str, str, bool]:
    """The moment that counts now, how long it is until then, and whether that is soon."""
    if standing is Standing.SOON and round_.apply_from:
        return _("%(moment)s开始报名") % {"moment": moment_of(round_.apply_from)}, "", False
    if standing in (Standing.OPEN, Standing.WAITING, Standing.FULL) and round_.apply_until:
        until = round_.apply_until
        return _("%(moment)s截止") % {"moment": moment_of(until)}, left_of(until, now), is_soon(until, now)
    if standing is Standing.OVER and round_.apply_until:
        return _("已于%(moment)s截止") % {"moment": moment_of(round_.apply_until)}, "", False
    return "", "", False

"""What is next to be done in a round, from its numbers and the time: a sentence and one click each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.wording import day_of
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Round, RoundState
from sangzi.programmes.queries import RoundNumbers, definition_of

from .addresses import desk_url
from .deadlines import moment_of
from .doors import Visit
from .round_tabs import address_of
from .words import offered_in_words


@dataclass(frozen=True)
class Next:
    """One thing to do: what, where, and the words of the button; without an address it only waits."""

    sentence: str
    url: str = ""
    verb: str = ""


def next_in(request: Visit, round_: Round, numbers: RoundNumbers, now: datetime) -> list[Next]:
    """What is to be done now, in the order of a round's life. Nothing when the round is over."""
    if round_.state in (RoundState.CANCELLED, RoundState.CLOSED):
        return []
    programme = definition_of(round_)
    return [
        *_offering(request, round_, programme, numbers),
        *_applying(round_, programme, now),
        *_deciding(request, round_, programme, numbers, now),
        *_ending(request, round_, now),
    ]


def _offering(request: Visit, round_: Round, programme: ProgrammeType, numbers: RoundNumbers) -> Iterator[Next]:
    if numbers.to_review:
        url = f"{address_of(request, round_, 'openings')}&state=review"
        yield Next(_("有 %(count)s 条名额等审核。") % {"count": numbers.to_review}, url, _("去审核"))
    if programme.openings and not numbers.openings and not numbers.to_review:
        told = {"unit": request.unit.short, "what": offered_in_words(programme.openings)}
        said = _("还没有发布%(what)s。") if request.unit == round_.unit else _("%(unit)s和下级还没有发布%(what)s。")
        yield Next(said % told, desk_url(request, "desk:round-offer", round_.pk), _("发布第一条"))


def _applying(round_: Round, programme: ProgrammeType, now: datetime) -> Iterator[Next]:
    if not programme.applications:
        return
    if round_.apply_from and now < round_.apply_from:
        yield Next(_("报名还没有开始：%(at)s开始。") % {"at": moment_of(round_.apply_from)})
    elif round_.apply_until and now < round_.apply_until:
        yield Next(_("正在报名，%(at)s截止。") % {"at": moment_of(round_.apply_until)})


def _deciding(
    request: Visit, round_: Round, programme: ProgrammeType, numbers: RoundNumbers, now: datetime
) -> Iterator[Next]:
    if numbers.to_screen:
        url = f"{desk_url(request, 'desk:applications', round_.pk)}&state=submitted"
        yield Next(_("有 %(count)s 份申请等审核。") % {"count": numbers.to_screen}, url, _("去审核"))
    ended = round_.apply_until is None or round_.apply_until <= now
    if numbers.to_allot and programme.allotment and ended:
        url = desk_url(request, "desk:allotment", round_.pk)
        yield Next(_("有 %(count)s 份已通过审核，还没有分配名额。") % {"count": numbers.to_allot}, url, _("去分配"))
    if numbers.to_accept:
        url = f"{desk_url(request, 'desk:applications', round_.pk)}&state=offered"
        yield Next(_("有 %(count)s 个名额等本人确认。") % {"count": numbers.to_accept}, url, _("看看是谁"))


def _ending(request: Visit, round_: Round, now: datetime) -> Iterator[Next]:
    if round_.closes and round_.closes < timezone.localtime(now).date():
        sentence = _("批次已在%(day)s到期，还没有结束。") % {"day": day_of(round_.closes)}
        yield Next(sentence, desk_url(request, "desk:round-close", round_.pk), _("去结束"))

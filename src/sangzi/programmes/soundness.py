"""Whether seats, placements, applications and waiting lists agree with one another: what must always be so.

Read in the midst of writing it may see two moments at once; run it where nobody writes, or look twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from .definitions import frozen
from .models import (
    ENDED,
    Application,
    ApplicationState,
    Opening,
    OpeningState,
    Placement,
    PlacementState,
    Round,
    RoundState,
    Slot,
    Wish,
    WishState,
)
from .seats import GONE, HOLDING

HAS_SEAT = (ApplicationState.OFFERED, ApplicationState.PLACED)


class Breach(NamedTuple):
    """What does not agree: about which row, and how."""

    about: str
    says: str


def breaches(rounds: Iterable[Round] | None = None) -> Iterator[Breach]:
    """Everything that does not agree in some rounds, or in all; nothing where all is sound."""
    chosen = Round.objects.all() if rounds is None else Round.objects.filter(pk__in=[one.pk for one in rounds])
    for round_ in chosen.order_by("pk").iterator():
        yield from _seats(round_)
        yield from _applications(round_)
        yield from _lines(round_)


def _seats(round_: Round) -> Iterator[Breach]:
    step = frozen(round_.definition).openings
    if step is not None and step.dated:
        yield from _nights(round_)
        return
    held = Count("placements", filter=_under("placements", HOLDING))
    for opening in Opening.objects.filter(round=round_).annotate(held=held).exclude(taken=F("held")):
        told = {"taken": opening.taken, "held": opening.held}
        yield Breach(f"opening:{opening.pk}", _("占用数为%(taken)d，实际有%(held)d个") % told)
    for over in Opening.objects.filter(round=round_, taken__gt=F("capacity")):
        yield Breach(f"opening:{over.pk}", _("占用数多于名额数"))


def _under(name: str, condition: Q) -> Q:
    """A condition on placements, asked from where they are called `name`."""
    told = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        told.children.append(
            _under(name, child) if isinstance(child, Q) else (f"{name}__{child[0]}", child[1])  # type: ignore[index]
        )
    return told


def _nights(round_: Round) -> Iterator[Breach]:
    held: Counter[tuple[int, date]] = Counter()
    rows = Placement.objects.filter(opening__round=round_, application__until__isnull=False).exclude(state__in=GONE)
    for opening, since, last, until in rows.values_list("opening", "since", "application__until", "until"):
        end = min(day for day in (last, until) if day is not None)
        for night in range((end - since).days):
            held[opening, since + timedelta(days=night)] += 1
    for slot in Slot.objects.filter(opening__round=round_):
        there = held.pop((slot.opening_id, slot.on), 0)
        if slot.taken != there or slot.taken > slot.capacity:
            told = {"on": slot.on, "taken": slot.taken, "held": there}
            yield Breach(f"opening:{slot.opening_id}", _("%(on)s占用数为%(taken)d，实际有%(held)d个") % told)
    for opening, on in held:
        yield Breach(f"opening:{opening}", _("%(on)s没有开放却有人预订") % {"on": on})


def _applications(round_: Round) -> Iterator[Breach]:
    """A seat for whom it says so and for nobody else; none handed in without a moment, a milestone, a unit."""
    own = Application.objects.filter(round=round_)
    living = _under("placements", HOLDING & Q(until=None) | Q(state=PlacementState.FINISHED))
    counted = own.annotate(seats=Count("placements", filter=living))
    for one in counted.filter(state__in=HAS_SEAT, seats=0).exclude(placements__state=PlacementState.BROKEN):
        if not one.placements.filter(until__isnull=False).exclude(state__in=GONE).exists():
            yield Breach(f"application:{one.pk}", _("状态为有名额，却没有名额"))
    for one in counted.filter(seats__gt=1):
        yield Breach(f"application:{one.pk}", _("占了%(seats)d个名额") % {"seats": one.seats})
    for one in counted.exclude(state__in=HAS_SEAT).filter(seats__gt=0):
        yield Breach(f"application:{one.pk}", _("占着名额，状态却不是有名额"))
    yield from _untold(own)


def _untold(own: QuerySet[Application]) -> Iterator[Breach]:
    handed_in = own.exclude(state=ApplicationState.DRAFT)
    for one in handed_in.filter(submitted=None).exclude(state__in=ENDED):
        yield Breach(f"application:{one.pk}", _("没有提交时间"))
    for one in handed_in.filter(milestones=None):
        yield Breach(f"application:{one.pk}", _("没有经过记录"))
    for one in own.filter(state__in=(ApplicationState.REFUSED, ApplicationState.CLOSED), reason=""):
        yield Breach(f"application:{one.pk}", _("已结束却没有告知原因"))


def _lines(round_: Round) -> Iterator[Breach]:
    """Who waits stands in a line, once; nobody else does; and no seat is free while somebody waits for it."""
    rows = Wish.objects.filter(opening__round=round_).exclude(application__state=ApplicationState.ADMITTED)
    lines: dict[int, list[int]] = defaultdict(list)
    for wish in rows.filter(state=WishState.WAITING).select_related("application"):
        if wish.line is None or wish.application.state != ApplicationState.WAITING:
            yield Breach(f"wish:{wish.pk}", _("候补没有排号，或申请不在候补"))
        lines[wish.opening_id].append(wish.line or 0)
    for opening, numbers in lines.items():
        if len(set(numbers)) != len(numbers):
            yield Breach(f"opening:{opening}", _("候补排号重复"))
    waiting = Application.objects.filter(round=round_, state=ApplicationState.WAITING)
    for one in waiting.exclude(wishes__state=WishState.WAITING):
        yield Breach(f"application:{one.pk}", _("在候补，却不在任何队列"))
    if round_.state == RoundState.OPEN and not _is_bounded(round_):
        free = Opening.objects.filter(pk__in=lines, taken__lt=F("capacity"), state=OpeningState.OFFERED)
        for there in free:
            yield Breach(f"opening:{there.pk}", _("有空余名额，却有人在候补"))


def _is_bounded(round_: Round) -> bool:
    """Whether a seat may stay free although somebody waits: a rule forbids it, or it is a night among others."""
    definition = frozen(round_.definition)
    dated = definition.openings is not None and definition.openings.dated
    return dated or any(rule.kind == "per-unit" and rule.of == "placements" for rule in definition.rules)

"""Operations that only read."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.notices.models import Notice
from sangzi.notices.queries import notices_of, unread_count
from sangzi.plans.access import get_plan_for
from sangzi.plans.queries.departments import departments_in
from sangzi.scoreboard.access import get_receipt_for
from sangzi.scoreboard.indicators import Indicator, indicators_of
from sangzi.scoreboard.past import figures_on
from sangzi.scoreboard.queries import board as board_of
from sangzi.scoreboard.receipts import check
from sangzi.scoreboard.todo import Item, own_departments, to_do
from sangzi.units.models import Unit
from sangzi.units.queries import search

from .operations import Nothing, operation
from .shapes import (
    BoardAsked,
    BoardLineShape,
    CommitmentShape,
    FiguresAsked,
    FigureShape,
    NoticesAsked,
    NoticeShape,
    NoticesShape,
    ReceiptShape,
    Search,
    ToDoAsked,
    ToDoShape,
    UnitShape,
)


@operation("GET", "units/", whom="staff", asks=Search, answers=list[UnitShape])
def find_units(request: Any, asked: Search) -> list[UnitShape]:
    """Units in the account's scope by name, pinyin initials or code."""
    return [_unit(one) for one in search(asked.q, scope=request.scope, limit=50)]


@operation("GET", "units/<str:unit>/", whom="staff", answers=UnitShape)
def read_unit(request: Any, _asked: Nothing, unit: str) -> UnitShape:  # noqa: ARG001  (the doors made it request.unit)
    """One unit by its code, or by its id behind a `u`."""
    return _unit(request.unit)


@operation("GET", "figures/", whom="staff", asks=FiguresAsked, answers=list[FigureShape])
def read_figures(request: Any, asked: FiguresAsked) -> list[FigureShape]:
    """Figures of the unit at hand at the end of any day, today when left out."""
    day = asked.as_of or timezone.localdate()
    wanted = _wanted(request.unit, asked.indicator)
    found = figures_on(wanted, [request.unit.pk], day)
    return [_figure(indicator, found[indicator.key, request.unit.pk]) for indicator in wanted]


@operation("GET", "board/", whom="staff", asks=BoardAsked, answers=list[BoardLineShape])
def read_board(request: Any, _asked: BoardAsked) -> list[BoardLineShape]:
    """What is asked of the unit at hand and how it stands, the neediest first."""
    return [_line(line) for line in board_of(request.unit, timezone.localdate()).asked]


@operation("GET", "todo/", whom="staff", asks=ToDoAsked, answers=list[ToDoShape])
def read_todo(request: Any, asked: ToDoAsked) -> list[ToDoShape]:
    """What is to be done in the unit at hand, the most urgent first: by one's own departments, or by all."""
    mine = own_departments(request.user, request.unit)
    if asked.department is not None:
        mine = [one for one in departments_in(request.unit) if one.pk == asked.department]
        if not mine:
            raise NotVisible(_("没有这个部门。"), department=asked.department)
    return [_to_do(item) for item in to_do(request.unit, timezone.localdate(), mine, now=timezone.now()).items]


@operation("GET", "receipts/<int:receipt>/", whom="staff", answers=ReceiptShape)
def read_receipt(request: Any, _asked: Nothing, receipt: int) -> ReceiptShape:
    """A kept receipt, and whether computing it again gives the same number."""
    kept = get_receipt_for(request.scope, receipt)
    return ReceiptShape(
        id=kept.pk, indicator=kept.indicator, unit=kept.unit_id, commitment=kept.commitment_id, as_of=kept.as_of,
        value=kept.value, numerator=kept.numerator, denominator=kept.denominator, definition=kept.definition,
        tree_edition=kept.tree_edition, made=kept.made, digest=kept.digest, same=check(kept).same,
    )  # fmt: skip


@operation("GET", "notices/", whom="signed-in", asks=NoticesAsked, answers=NoticesShape)
def read_notices(request: Any, asked: NoticesAsked) -> NoticesShape:
    """What one was told, unread notices first, a page at a time."""
    now = timezone.now()
    page = notices_of(request.user, now, unread=asked.unread, kind=asked.kind, after=asked.after or None)
    told = [notice_shape(one) for one in page.lines]
    return NoticesShape(notices=told, next=page.next, unread=unread_count(request.user, now))


@operation("GET", "plans/<int:plan>/commitments/", whom="staff", answers=list[CommitmentShape])
def read_commitments(request: Any, _asked: Nothing, plan: int) -> list[CommitmentShape]:
    """The commitments of a plan that the account may read, in the order of its text."""
    rows = get_plan_for(request.scope, plan).commitments.order_by("start", "pk")
    return [_commitment(one) for one in rows]


def notice_shape(one: Notice) -> NoticeShape:
    return NoticeShape(
        id=one.pk, kind=one.kind, title=one.headline, text=one.words, link=one.link, about=one.about, made=one.made,
        read=one.read, unit=one.unit_id,
    )  # fmt: skip


def _unit(unit: Unit) -> UnitShape:
    return UnitShape(
        id=unit.pk, code=unit.code, name=unit.name, short=unit.short, level=unit.level, kind=unit.kind,
        official=unit.official, parent=unit.parent_id,
    )  # fmt: skip


def _wanted(unit: Unit, key: str) -> list[Indicator]:
    known = indicators_of(unit)
    if not key:
        return list(known.values())
    if key not in known:
        raise NotVisible(_("没有“%(key)s”这个指标。") % {"key": key[:60]})
    return [known[key]]


def _figure(indicator: Indicator, figure: Any) -> FigureShape:
    return FigureShape(
        indicator=indicator.key, title=indicator.title, shape=indicator.shape, unit=figure.unit, as_of=figure.as_of,
        value=figure.number, numerator=figure.numerator, denominator=figure.denominator, definition=indicator.digest,
    )  # fmt: skip


def _line(line: Any) -> BoardLineShape:
    asked, standing = line.asked[0], line.standing
    commitment = asked.commitment
    return BoardLineShape(
        commitment=commitment.pk, title=commitment.title, sentence=asked.sentence, plan=commitment.plan_id,
        indicator=line.indicator.key, value=standing.figure.number,
        goal=None if standing.goal is None else float(standing.goal),
        expected=None if standing.expected is None else float(standing.expected), progress=standing.progress,
        light=standing.light, deadline=commitment.deadline,
    )  # fmt: skip


def _to_do(item: Item) -> ToDoShape:
    return ToDoShape(
        kind=item.kind, title=item.title, number=item.number, due=item.due, plan=item.plan or None,
        target=item.target or None, objection=item.objection or None, round=item.round or None, why=item.why,
    )  # fmt: skip


def _commitment(one: Any) -> CommitmentShape:
    return CommitmentShape(
        id=one.pk, sentence=one.sentence, start=one.start, end=one.end, status=one.status, title=one.title,
        value=_number(one.value), value_max=_number(one.value_max), measure=one.measure, comparator=one.comparator,
        deadline=one.deadline, period=one.period, shape=one.shape, over=one.over, owners=json.loads(one.owners),
        state=one.state, indicator=one.indicator,
    )  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None else float(value)

"""What the operations ask and answer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from .operations import Shape


class UnitShape(Shape):
    id: int
    code: str
    name: str
    short: str
    level: int
    kind: str
    official: bool
    parent: int | None


class Search(Shape):
    q: str = Field(min_length=1, max_length=60)


class FiguresAsked(Shape):
    unit: str = ""
    indicator: str = ""
    as_of: date | None = None


class FigureShape(Shape):
    """`value` is a percentage for ratios; `numerator` and `denominator` are whole hundredths (months for frequency)."""

    indicator: str
    title: str
    shape: str
    unit: int
    as_of: date
    value: float | None
    numerator: int
    denominator: int | None
    definition: str


class ToDoAsked(Shape):
    """`department`: the id of a department of the unit; left out: one's own departments, or else the whole unit."""

    unit: str = ""
    department: int | None = None


class ToDoShape(Shape):
    """One thing to do; `number` statements of a plan stand behind a line of kind ask, confirm and bind.

    Of kind tried it is the number of the run of `round` that is not published yet, of kind try how many wait for seats.
    """

    kind: str
    title: str
    number: int
    due: date | None
    plan: int | None
    target: int | None
    objection: int | None
    round: int | None
    why: str


class BoardAsked(Shape):
    unit: str = ""


class BoardLineShape(Shape):
    commitment: int
    title: str
    sentence: str
    plan: int
    indicator: str
    value: float | None
    goal: float | None
    expected: float | None
    progress: float | None
    light: str
    deadline: date | None


class ReceiptShape(Shape):
    id: int
    indicator: str
    unit: int
    commitment: int | None
    as_of: date
    value: str
    numerator: int | None
    denominator: int | None
    definition: str
    tree_edition: int
    made: datetime
    digest: str
    same: bool


class CommitmentShape(Shape):
    """Sentences have private persons masked."""

    id: int
    sentence: str
    start: int
    end: int
    status: str
    title: str
    value: float | None
    value_max: float | None
    measure: str
    comparator: str
    deadline: date | None
    period: str
    shape: str
    over: str
    owners: list[str]
    state: str
    indicator: str


class NoticesAsked(Shape):
    """`after`: the `next` of the page before; left out: the first page, unread notices first."""

    unread: bool = False
    kind: str = ""
    after: str = ""


class NoticeShape(Shape):
    """Words are in the language of the request; `unit` is set for what was told to whoever works there."""

    id: int
    kind: str
    title: str
    text: str
    link: str
    about: str
    made: datetime
    read: datetime | None
    unit: int | None


class NoticesShape(Shape):
    notices: list[NoticeShape]
    next: str | None
    unread: int


class DoneShape(Shape):
    """How many things were changed."""

    done: int


class RecordAsked(Shape):
    """`key` is made by the sender: the same key sent twice is one record."""

    key: str = Field(min_length=8, max_length=64)
    round: int
    unit: int
    kind: str
    on: date
    quantity: Decimal | None = None
    person: int | None = None
    place: int | None = None
    note: str = ""


class RecordShape(Shape):
    id: int
    round: int
    unit: int
    kind: str
    on: date
    quantity: Decimal

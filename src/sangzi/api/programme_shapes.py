"""What the operations about rounds, openings and applications ask and answer."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from .operations import Shape

Answer = str | list[str]
Count = Field(default=50, ge=1, le=200)


class OpeningsAsked(Shape):
    """`home`: the code of a unit; only what is for those at home there. `q`: words of titles and summaries.

    `after`: the `next` of the page before.
    """

    home: str = ""
    programme: str = ""
    round: int | None = None
    q: str = Field(default="", max_length=60)
    free: bool = False
    since: date | None = None
    until: date | None = None
    after: str | None = None
    size: int = Count


class OpeningShape(Shape):
    id: int
    round: int
    programme: str
    title: str
    unit: str
    unit_code: str
    summary: str
    on: date
    until: date | None
    capacity: int
    left: int
    amount: Decimal | None
    apply_until: datetime | None
    standing: str


class OpeningsShape(Shape):
    items: list[OpeningShape]
    next: str | None


class FieldShape(Shape):
    """One thing the form asks. `keep`: for how many days the answer is kept once the matter is closed."""

    key: str
    title: str
    title_en: str
    kind: str
    choices: list[str]
    required: bool
    least: Decimal | None
    most: Decimal | None
    help: str
    personal: bool
    keep: int | None


class FormShape(Shape):
    """The form of a round. `answers` is the JSON Schema of what `POST applications/` takes as answers."""

    round: int
    title: str
    programme: str
    by: list[str]
    wishes: int
    dated: bool
    guardian: str
    consent: str
    fields: list[FieldShape]
    answers: dict[str, Any]


class ApplicationAsked(Shape):
    """An application of one's own. `wishes`: keys of openings, the dearest first.

    The header Idempotency-Key makes a repeated request one application.
    """

    round: int
    kind: Literal["person", "team"] = "person"
    answers: dict[str, Answer] = Field(default_factory=dict, max_length=200)
    wishes: list[int] = Field(default_factory=list, max_length=20)
    name: str = Field(default="", max_length=200)
    since: date | None = None
    until: date | None = None


class OwnAsked(Shape):
    after: str | None = None
    size: int = Count


class WishShape(Shape):
    rank: int
    opening: int
    title: str
    state: str
    line: int | None


class ApplicationShape(Shape):
    """`applicant` is masked for staff; `answers` are one's own, or the columns of the list, personal ones left out."""

    id: int
    round: int
    applicant: str
    unit: int
    state: str
    guardian: str
    submitted: datetime | None
    reason: str
    revision: int
    wishes: list[WishShape]
    answers: dict[str, Any]


class ApplicationsShape(Shape):
    items: list[ApplicationShape]
    next: str | None


class ApplicationsAsked(Shape):
    """`state`, `opening`, `wish` and `waiting` narrow the list as they do on the page."""

    unit: str = ""
    state: str = ""
    opening: int | None = None
    wish: int = Field(default=0, ge=0, le=20)
    waiting: int = Field(default=0, ge=0, le=1000)
    after: str | None = None
    size: int = Count


class Reason(Shape):
    reason: str = Field(default="", max_length=300)


class DecisionAsked(Shape):
    """`return`: give it back to be mended. A refusal and a return need a reason, which the applicant reads."""

    decision: Literal["admit", "refuse", "return"]
    reason: str = Field(default="", max_length=300)


class PlacementShape(Shape):
    id: int
    opening: int
    title: str
    unit: int
    application: int | None
    state: str
    accept_by: datetime | None
    since: date
    until: date | None


class SessionShape(Shape):
    id: int
    opening: int
    title: str
    on: date
    starts: time | None
    ends: time | None
    place: str
    cancelled: bool


class AttendanceAsked(Shape):
    """`code`: what the code on the wall says."""

    code: str = Field(min_length=8, max_length=43)


class AttendanceShape(Shape):
    record: int
    session: int
    on: date


class AttendeesAsked(Shape):
    """`who`: keys of attendees as `GET sessions/{session}/attendees/` tells them."""

    who: list[str] = Field(min_length=1, max_length=500)


class AttendeeShape(Shape):
    key: str
    name: str
    there: bool


class MarkedShape(Shape):
    marked: int

"""Lists of applications for whoever deals with them: narrowed, counted by state, paged by key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sangzi.kernel.fields import Answer, Field, shown
from sangzi.kernel.masking import mask_name, mask_phone
from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.kernel.wording import title_of
from sangzi.people.models import Person
from sangzi.units.models import Unit

from ..definitions import ProgrammeType, frozen
from ..models import Application, ApplicationState, Guardian, Round, Wish
from .answered import answered

MOST_COLUMNS = 4
SHOWABLE = ("text", "choice", "choices", "date", "number", "money", "yes", "unit")
HIDDEN = "＊＊＊"
SHOWN_OF_WISHES = ("application", "rank", "opening", "opening__title", "opening__unit__short", "state", "line")


@dataclass(frozen=True)
class Narrowing:
    """What a list of applications is narrowed to; `waiting`: handed in at least so many days ago.

    `wish` 1 means that the opening is the first wish, 0 that it is any. `text`: the beginning of a person's name or
    its initials, a whole phone number, or a part of a team's, partner's or unit's name. `answer`: what was chosen in
    the form (see `answered.chosen_in`).
    """

    state: str = ""
    unit: Unit | None = None
    opening: int | None = None
    wish: int = 0
    waiting: int = 0
    guardian: str = ""
    text: str = ""
    answer: str = ""


class WishLine(NamedTuple):
    """One opening that was asked for: how dear, what became of it, and the number in the line."""

    rank: int
    opening: int
    title: str
    unit: str
    state: str
    words: str
    line: int | None


class At(NamedTuple):
    """The unit that deals with an application."""

    pk: int
    short: str


class ApplicationLine(NamedTuple):
    """One application as a list shows it; `person` is masked, `cells` are titles and answers of the columns."""

    pk: int
    called: str
    person: str
    unit: At
    state: str
    words: str
    guardian: str
    submitted: datetime | None
    reason: str
    cells: list[tuple[str, str]]
    wishes: list[WishLine]


def columns_of(definition: ProgrammeType) -> list[Field]:
    """The fields of the form that fit into a list: short, not personal, not soon deleted; the first few."""
    step = definition.applications
    asked = step.fields if step else ()
    fitting = [one for one in asked if one.kind in SHOWABLE and not one.personal and one.keep is None]
    return fitting[:MOST_COLUMNS]


def narrowed_to(
    applications: QuerySet[Application], round_: Round, asked: Narrowing, now: datetime
) -> QuerySet[Application]:
    """The applications of a round that an order of filters leaves."""
    found = applications.filter(round=round_)
    if asked.unit is not None and not round_.unit.path.startswith(asked.unit.path):
        found = found.filter(unit__path__within=asked.unit.path)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.guardian in Guardian.values:
        found = found.filter(guardian=asked.guardian)
    if asked.waiting:
        found = found.filter(submitted__lte=now - timedelta(days=asked.waiting))
    if asked.opening:
        found = found.filter(_wishes(asked.opening, asked.wish))
    if asked.answer:
        found = found.filter(answered(frozen(round_.definition), asked.answer))
    return found.filter(_named(asked.text.strip())) if asked.text.strip() else found


def applications_list(
    found: QuerySet[Application],
    *,
    columns: Sequence[Field] = (),
    after: str | None = None,
    size: int = SIZE,
) -> Page[ApplicationLine]:
    """A page of applications, newest first, persons masked, wishes along. Two queries."""
    page = page_of(_rows(found), after=after, size=size)
    return Page(_lines(page.lines, columns), page.next)


def all_lines(found: QuerySet[Application], columns: Sequence[Field], size: int = 1000) -> Iterator[ApplicationLine]:
    """Every line, a part at a time; memory does not grow with them."""
    last: int | None = None
    rows = _rows(found).order_by("-pk")
    while True:
        part = list((rows if last is None else rows.filter(pk__lt=last))[:size])
        yield from _lines(part, columns)
        if len(part) < size:
            return
        last = part[-1].pk


def counts_by_state(found: QuerySet[Application]) -> dict[str, int]:
    """How many applications there are in each state. One query."""
    return dict(found.order_by().values_list("state").annotate(Count("pk")))


def application_line(application: Application) -> ApplicationLine:
    """One line without columns. Reads unit, person, partner, the unit that applies, and wishes with openings."""
    one = application
    said = (one.pk, one.kind, one.name, one.state, one.guardian, one.submitted, one.reason, one.answers)
    who = (
        one.person.name if one.person else None,
        one.partner.name if one.partner else None,
        one.for_unit.short if one.for_unit else None,
    )
    row = _Row(*said, one.unit.pk, one.unit.short, *who)
    states = {one.state: str(application.get_state_display())}
    return _line(row, (), states, [wish_line(wish.as_told(one.state)) for wish in application.wishes.all()])


def wish_line(wish: Wish) -> WishLine:
    """One wish. Reads the opening with its unit."""
    opening = wish.opening
    return WishLine(
        wish.rank, opening.pk, opening.title, opening.unit.short, wish.state, str(wish.get_state_display()), wish.line
    )


def in_words(asked: Field, answer: Answer | None) -> str:
    """An answer as a list shows it."""
    return shown(asked, answer) if answer else ""


def masked(asked: Field, answer: Answer) -> str:
    """A personal answer as those see it who need not know the whole."""
    return mask_phone(answer) if asked.kind == "phone" and isinstance(answer, str) else HIDDEN


class _Row(NamedTuple):
    """What is read of an application for its line, and where from: whole rows would cost most of a page."""

    pk: int
    kind: str
    name: str
    state: str
    guardian: str
    submitted: datetime | None
    reason: str
    answers: str
    unit: int
    unit__short: str
    person__name: str | None
    partner__name: str | None
    for_unit__short: str | None


def _rows(found: QuerySet[Application]) -> Any:
    return found.values_list(*_Row._fields, named=True)


def _lines(part: Sequence[_Row], columns: Sequence[Field]) -> list[ApplicationLine]:
    """Lines with their wishes. One query."""
    words = {state.value: str(state.label) for state in Wish.State}
    wishes: dict[int, list[WishLine]] = {one.pk: [] for one in part}
    rows = Wish.objects.filter(application__in=list(wishes)).order_by("rank").values_list(*SHOWN_OF_WISHES)
    untold = {one.pk for one in part if one.state == ApplicationState.ADMITTED}
    for application, rank, opening, title, unit, state, line in rows:
        told = (Wish.State.HOPING.value, None) if application in untold else (state, line)
        wishes[application].append(WishLine(rank, opening, title, unit, told[0], words[told[0]], told[1]))
    titled = [(one, title_of(one)) for one in columns]
    states = {state.value: str(state.label) for state in ApplicationState}
    return [_line(one, titled, states, wishes[one.pk]) for one in part]


def _line(
    row: _Row, columns: Sequence[tuple[Field, str]], states: Mapping[str, str], wishes: list[WishLine]
) -> ApplicationLine:
    person = mask_name(row.person__name) if row.person__name else ""
    answers = json.loads(row.answers) if columns else {}
    return ApplicationLine(
        pk=row.pk,
        called=_called(row, person),
        person=person,
        unit=At(row.unit, row.unit__short),
        state=row.state,
        words=states[row.state],
        guardian="" if row.guardian == Guardian.NOT_NEEDED else str(Guardian(row.guardian).label),
        submitted=row.submitted,
        reason=row.reason,
        cells=[(title, in_words(one, answers.get(one.key))) for one, title in columns],
        wishes=wishes,
    )


def _called(row: _Row, person: str) -> str:
    """Who applies, in one word: an entry's own name, a partner, a unit, or the person masked."""
    partner = row.partner__name if row.kind == Application.Kind.PARTNER else ""
    return row.name or partner or row.for_unit__short or person


def wishes_along() -> Prefetch[str, QuerySet[Wish], str]:
    """Wishes in their order, each with its opening and where that is."""
    return Prefetch("wishes", Wish.objects.select_related("opening__unit").order_by("rank"))


def _wishes(opening: int, rank: int) -> Exists:
    wishes = Wish.objects.filter(application=OuterRef("pk"), opening=opening)
    return Exists(wishes.filter(rank=rank) if rank else wishes)


def _named(text: str) -> Q:
    """By person as everywhere; by the entry's, the partner's or the unit's name.

    The persons are looked up first: an index answers that, and no list of applications is walked for them.
    """
    persons = Person.objects.filter(Q(name__within=text) | Q(initials__within=text.lower()) | Q(phone=text)).values(
        "pk"
    )
    named = Q(name__holds=text) | Q(partner__name__holds=text) | Q(for_unit__name__holds=text)
    return Q(person__in=persons) | named

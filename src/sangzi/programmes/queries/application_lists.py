"""Lists of applications for whoever deals with them: narrowed, counted by state, paged by key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sangzi.kernel.fields import Answer, Field, shown
from sangzi.kernel.masking import mask_phone
from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.kernel.wording import title_of
from sangzi.people.models import Person
from sangzi.people.queries import Card, person_card
from sangzi.units.models import Unit

from ..definitions import ProgrammeType
from ..models import Application, Guardian, Round, Wish

MOST_COLUMNS = 4
SHOWABLE = ("text", "choice", "choices", "date", "number", "money", "yes", "unit")
HIDDEN = "＊＊＊"


@dataclass(frozen=True)
class Narrowing:
    """What a list of applications is narrowed to; `waiting`: handed in at least so many days ago.

    `wish` 1 means that the opening is the first wish, 0 that it is any. `text`: the beginning of a person's name or
    its initials, a whole phone number, or a part of a team's, partner's or unit's name.
    """

    state: str = ""
    unit: Unit | None = None
    opening: int | None = None
    wish: int = 0
    waiting: int = 0
    guardian: str = ""
    text: str = ""


@dataclass(frozen=True)
class WishLine:
    """One opening that was asked for: how dear, what became of it, and the number in the line."""

    rank: int
    opening: int
    title: str
    unit: str
    state: str
    words: str
    line: int | None


@dataclass(frozen=True)
class ApplicationLine:
    """One application as a list shows it; persons masked, `cells` are titles and answers of the columns."""

    pk: int
    called: str
    person: Card | None
    unit: Unit
    state: str
    words: str
    guardian: str
    submitted: datetime | None
    reason: str
    cells: list[tuple[str, str]] = field(default_factory=list)
    wishes: list[WishLine] = field(default_factory=list)


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
    return found.filter(_called(asked.text.strip())) if asked.text.strip() else found


def applications_list(
    found: QuerySet[Application],
    *,
    columns: Sequence[Field] = (),
    after: str | None = None,
    size: int = SIZE,
) -> Page[ApplicationLine]:
    """A page of applications, newest first, persons masked, wishes along. Two queries."""
    page = page_of(_along(found), after=after, size=size)
    return Page([application_line(one, columns) for one in page.lines], page.next)


def all_lines(found: QuerySet[Application], columns: Sequence[Field], size: int = 1000) -> Iterator[ApplicationLine]:
    """Every line, a part at a time; memory does not grow with them."""
    last: int | None = None
    rows = _along(found).order_by("-pk")
    while True:
        part = list((rows if last is None else rows.filter(pk__lt=last))[:size])
        yield from (application_line(one, columns) for one in part)
        if len(part) < size:
            return
        last = part[-1].pk


def counts_by_state(found: QuerySet[Application]) -> dict[str, int]:
    """How many applications there are in each state. One query."""
    return dict(found.order_by().values_list("state").annotate(Count("pk")))


def application_line(application: Application, columns: Sequence[Field] = ()) -> ApplicationLine:
    """One line. Reads unit, person with home, partner, the unit that applies, and wishes with openings."""
    person = person_card(application.person) if application.person else None
    answers = json.loads(application.answers)
    return ApplicationLine(
        pk=application.pk,
        called=called(application, person),
        person=person,
        unit=application.unit,
        state=application.state,
        words=str(application.get_state_display()),
        guardian="" if application.guardian == Guardian.NOT_NEEDED else str(application.get_guardian_display()),
        submitted=application.submitted,
        reason=application.reason,
        cells=[(title_of(one), in_words(one, answers.get(one.key))) for one in columns],
        wishes=[wish_line(wish) for wish in application.wishes.all()],
    )


def wish_line(wish: Wish) -> WishLine:
    """One wish. Reads the opening with its unit."""
    opening = wish.opening
    return WishLine(
        wish.rank, opening.pk, opening.title, opening.unit.short, wish.state, str(wish.get_state_display()), wish.line
    )


def called(application: Application, person: Card | None) -> str:
    """Who applies, in one word: an entry's own name, a partner, a unit, or the person masked."""
    if application.name:
        return application.name
    if application.kind == Application.Kind.PARTNER and application.partner:
        return application.partner.name
    if application.for_unit:
        return application.for_unit.short
    return person.name if person else ""


def in_words(asked: Field, answer: Answer | None) -> str:
    """An answer as a list shows it."""
    return shown(asked, answer) if answer else ""


def masked(asked: Field, answer: Answer) -> str:
    """A personal answer as those see it who need not know the whole."""
    return mask_phone(answer) if asked.kind == "phone" and isinstance(answer, str) else HIDDEN


def _along(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.select_related("unit", "person__home", "partner", "for_unit").prefetch_related(wishes_along())


def wishes_along() -> Prefetch[str, QuerySet[Wish], str]:
    """Wishes in their order, each with its opening and where that is."""
    return Prefetch("wishes", Wish.objects.select_related("opening__unit").order_by("rank"))


def _wishes(opening: int, rank: int) -> Exists:
    wishes = Wish.objects.filter(application=OuterRef("pk"), opening=opening)
    return Exists(wishes.filter(rank=rank) if rank else wishes)


def _called(text: str) -> Q:
    """By person as everywhere; by the entry's, the partner's or the unit's name.

    The persons are looked up first: an index answers that, and no list of applications is walked for them.
    """
    persons = Person.objects.filter(Q(name__within=text) | Q(initials__within=text.lower()) | Q(phone=text)).values(
        "pk"
    )
    named = Q(name__holds=text) | Q(partner__name__holds=text) | Q(for_unit__name__holds=text)
    return Q(person__in=persons) | named

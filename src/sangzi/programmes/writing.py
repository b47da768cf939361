"""Writing down what was handed in: applications, wishes, placements, milestones, consents, audit lines, movements.

One application or a hundred: a statement a table. What becomes of each was decided before, in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sangzi.kernel import loose
from sangzi.kernel.facts import Movement
from sangzi.kernel.models import Account
from sangzi.people.models import Consent

from .bidders import OF_PERSONS
from .definitions import ProgrammeType, frozen
from .models import Application, ApplicationState, Guardian, Milestone, Opening, Placement, Wish
from .pair_steps import pair_steps
from .settling import movements_of, seated
from .trail import applied, count, line_of, passed, today_of


@dataclass(eq=False)
class Handed:
    """An application that is complete, and what it got: the opening whose seat was taken for it, or None."""

    application: Application
    wishes: list[Wish]
    first_time: bool
    by: Account | None
    got: Opening | None = None

    @property
    def definition(self) -> ProgrammeType:
        return frozen(self.application.round.definition)


def outcome_of(application: Application, now: datetime, by: Account | None) -> list[Milestone]:
    """What became of an application just now, as a milestone; none while it waits to be looked at."""
    step = {
        ApplicationState.ADMITTED: "screening",
        ApplicationState.PLACED: "allotment",
        ApplicationState.WAITING: "allotment",
        ApplicationState.UNPLACED: "allotment",
        ApplicationState.OFFERED: "allotment",
    }.get(ApplicationState(application.state))
    return [passed(application, step, application.state, now=now, by=by)] if step else []


def write_all(all_handed: Sequence[Handed], now: datetime) -> None:
    """Write everything that handing in leaves behind. In the transaction in which the seats were taken."""
    _applications([one.application for one in all_handed])
    save_wishes((one.application, one.wishes) for one in all_handed)
    _milestones(all_handed, now)
    moves = [move for one in all_handed if one.first_time for move in applied(one.application)]
    count([*moves, *_placements(all_handed, now)], crowd=True)
    _consents([one for one in all_handed if _agrees_alone(one)], today_of(now))
    loose.note_all(line_of(one.application, "submit", by=one.by, now=now) for one in all_handed)


CHANGED = (
    "name", "unit", "state", "guardian", "answers", "evidence", "evidence_until", "since", "until", "reason",
    "submitted", "changed", "revision", "by",
)  # fmt: skip


def _applications(rows: list[Application]) -> None:
    """New ones are inserted; those that are there and held are changed, all in one statement."""
    new = [row for row in rows if row._state.adding]  # noqa: SLF001  (public, in fact)
    there = [row for row in rows if not row._state.adding]  # noqa: SLF001
    Application.objects.bulk_create(new)
    if there:
        # An insert that meets its own rows, since an update of so many is a statement with as many cases.
        Application.objects.bulk_create(there, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED)


def save_wishes(wished: Iterable[tuple[Application, Sequence[Wish]]]) -> None:
    """Insert wishes that are new; of the others write what became of them, if it is decided."""
    fresh, settled = [], []
    for application, wishes in wished:
        for wish in wishes:
            wish.application = application
            if not wish.pk:
                fresh.append(wish)
            elif application.state != ApplicationState.SUBMITTED:
                settled.append(wish)
    Wish.objects.bulk_create(fresh)
    if settled:
        told = ["state", "line"]
        Wish.objects.bulk_create(settled, update_conflicts=True, unique_fields=["id"], update_fields=told)


def write_placement(
    application: Application, opening: Opening, definition: ProgrammeType, *, now: datetime, accept: bool = False
) -> Placement:
    """Write the placement for a seat that is taken, and what it moves. The bidder's row is held."""
    before = pair_steps(opening, application.person_id)
    placement = seated(application, opening, definition, now, accept=accept)
    placement.save(force_insert=True)
    count(movements_of(placement, before))
    return placement


def _milestones(all_handed: Sequence[Handed], now: datetime) -> None:
    stones = []
    for one in all_handed:
        stones.append(passed(one.application, "applications", "submitted", now=now, by=one.by))
        stones += outcome_of(one.application, now, one.by)
    Milestone.objects.bulk_create(stones)


def _placements(all_handed: Sequence[Handed], now: datetime) -> list[Movement]:
    """Write the placements of those who got a seat; what these move. The bidders' rows are held."""
    steps = [pair_steps(one.got, one.application.person_id) for one in all_handed if one.got]
    rows = [seated(one.application, one.got, one.definition, now) for one in all_handed if one.got]
    Placement.objects.bulk_create(rows)
    return [move for row, before in zip(rows, steps, strict=True) for move in movements_of(row, before)]


def _agrees_alone(one: Handed) -> bool:
    """Whether handing in is the applicant's own consent; a guardian's is written when they answer."""
    application = one.application
    mine = application.person_id is not None and application.kind in OF_PERSONS
    return mine and one.definition.consent is not None and application.guardian == Guardian.NOT_NEEDED


def _consents(agreeing: Sequence[Handed], on: date) -> None:
    """What the applicants agreed to by handing in, until when."""
    wanted = {_consented(one.application): one for one in agreeing}
    people = [person for person, _purpose in wanted]
    there = Consent.objects.filter(person__in=people, given=on, by_guardian=False, withdrawn=None)
    known = set(there.values_list("person", "purpose")) if people else set()
    Consent.objects.bulk_create(
        Consent(person_id=person, purpose=purpose, given=on, expires=_lapse(one.definition, on))
        for (person, purpose), one in wanted.items()
        if (person, purpose) not in known
    )


def _lapse(definition: ProgrammeType, on: date) -> date:
    return on + timedelta(days=definition.consent.days if definition.consent else 0)


def _consented(application: Application) -> tuple[int, str]:
    """Who agrees to what by an application: the person, and the purpose of its programme."""
    assert application.person_id is not None
    return application.person_id, f"programme:{application.round.programme}"[:60]

"""Writing down what was handed in: applications, wishes, placements, milestones, consents, audit lines, movements.

One application or a hundred: a statement a table. What becomes of each was decided before, in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sangzi.kernel import loose, movements
from sangzi.kernel.facts import Movement
from sangzi.kernel.models import Account
from sangzi.kernel.round_trips import Change, changed, inserted, write
from sangzi.people.models import Consent

from .bidders import OF_PERSONS
from .definitions import ProgrammeType, frozen
from .models import Application, ApplicationState, Guardian, Milestone, Opening, Placement, Wish
from .pair_steps import is_pair, pair_steps
from .settling import movements_of, seated
from .trail import applied, count, line_of, mates_applied, passed, placed, today_of


@dataclass(eq=False)
class Handed:
    """An application that is complete, and what it got: the opening whose seat was taken for it, or None.

    `counted_at`: the unit at which it was counted, where it was handed in before and is mended.
    """

    application: Application
    wishes: list[Wish]
    counted_at: int | None
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


def write_all(all_handed: Sequence[Handed], now: datetime, along: Iterable[Change] = ()) -> None:
    """Write everything that handing in leaves behind, and what is given along.

    In the transaction in which the seats were taken; one round trip but for what is new or paired.
    """
    there = [one.application for one in all_handed if not one.application._state.adding]  # noqa: SLF001  (public)
    decided = _decided((one.application, one.wishes) for one in all_handed)
    _insert_new(all_handed)
    alone = [
        seated(one.application, one.got, one.definition, now) for one in all_handed if one.got and not is_pair(one.got)
    ]
    moves = [move for one in all_handed for move in applied(one.application, one.counted_at)]
    moves += [move for placement in alone for move in placed(placement)]
    write(
        [
            *along,
            changed(Application, CHANGED, there),
            decided,
            inserted(Milestone, _milestones(all_handed, now)),
            inserted(Placement, alone),
            inserted(Consent, _consents([one for one in all_handed if _agrees_alone(one)], today_of(now))),
            movements.counting([*moves, *_paired(all_handed, now)]),
            loose.noting(line_of(one.application, "submit", by=one.by, now=now) for one in all_handed),
        ]
    )
    count(move for one in all_handed for move in mates_applied(one.application, one.counted_at))


CHANGED = (
    "name", "unit_id", "state", "guardian", "answers", "evidence", "evidence_until", "since", "until", "reason",
    "submitted", "changed", "revision", "by_id",
)  # fmt: skip


def _insert_new(all_handed: Sequence[Handed]) -> None:
    """Insert the applications and wishes that are not there yet: what follows names their keys."""
    Application.objects.bulk_create(one.application for one in all_handed if one.application._state.adding)  # noqa: SLF001
    fresh = [(one.application, wish) for one in all_handed for wish in one.wishes if not wish.pk]
    for application, wish in fresh:
        wish.application = application
    Wish.objects.bulk_create(wish for _application, wish in fresh)


def save_wishes(wished: Iterable[tuple[Application, Sequence[Wish]]]) -> None:
    """Write what became of wishes, if it is decided."""
    write([_decided(wished)])


def _decided(wished: Iterable[tuple[Application, Sequence[Wish]]]) -> Change:
    settled = [those for application, those in wished if application.state != ApplicationState.SUBMITTED]
    return changed(Wish, ("state", "line"), [wish for those in settled for wish in those if wish.pk])


def write_placement(
    application: Application, opening: Opening, definition: ProgrammeType, *, now: datetime, accept: bool = False
) -> Placement:
    """Write the placement for a seat that is taken, and what it moves. The bidder's row is held."""
    before = pair_steps(opening, application.person_id)
    placement = seated(application, opening, definition, now, accept=accept)
    placement.save(force_insert=True)
    count(movements_of(placement, before))
    return placement


def _milestones(all_handed: Sequence[Handed], now: datetime) -> list[Milestone]:
    stones = []
    for one in all_handed:
        stones.append(passed(one.application, "applications", "submitted", now=now, by=one.by))
        stones += outcome_of(one.application, now, one.by)
    return stones


def _paired(all_handed: Sequence[Handed], now: datetime) -> list[Movement]:
    """Write the placements of those who got a pair, each by itself; what these move. The bidders' rows are held."""
    moves: list[Movement] = []
    for one in all_handed:
        if one.got and is_pair(one.got):
            before = pair_steps(one.got, one.application.person_id)
            placement = seated(one.application, one.got, one.definition, now)
            placement.save(force_insert=True)
            moves += movements_of(placement, before)
    return moves


def _agrees_alone(one: Handed) -> bool:
    """Whether handing in is the applicant's own consent; a guardian's is written when they answer."""
    application = one.application
    mine = application.person_id is not None and application.kind in OF_PERSONS
    return mine and one.definition.consent is not None and application.guardian == Guardian.NOT_NEEDED


def _consents(agreeing: Sequence[Handed], on: date) -> list[Consent]:
    """What the applicants agreed to by handing in, until when, where it is not written yet."""
    wanted = {_consented(one.application): one for one in agreeing}
    people = [person for person, _purpose in wanted]
    there = Consent.objects.filter(person__in=people, given=on, by_guardian=False, withdrawn=None)
    known = set(there.values_list("person", "purpose")) if people else set()
    return [
        Consent(person_id=person, purpose=purpose, given=on, expires=_lapse(one.definition, on))
        for (person, purpose), one in wanted.items()
        if (person, purpose) not in known
    ]


def _lapse(definition: ProgrammeType, on: date) -> date:
    return on + timedelta(days=definition.consent.days if definition.consent else 0)


def _consented(application: Application) -> tuple[int, str]:
    """Who agrees to what by an application: the person, and the purpose of its programme."""
    assert application.person_id is not None
    return application.person_id, f"programme:{application.round.programme}"[:60]

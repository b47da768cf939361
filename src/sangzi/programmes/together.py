"""Handing in together: what hundreds press in the same moment is done in one transaction, a statement a table.

Each is looked at by itself, and refused by itself. The rows are held in the order that `seats` gives: the bidders, the
applications, the openings, each the smallest key first, so that two such batches, and a batch and any other act, pass
one after the other. What is not simple, and everything where the batch as a whole fails, is left to whoever asked,
to be done alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeGuard, TypeVar

from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import translation

from sangzi.kernel.combining import Combiner, ask_outside
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account
from sangzi.people.models import Person
from sangzi.units.models import Unit

from . import seats
from .definitions import frozen
from .handing_in import is_admitted_at_once, ready
from .models import Applicant, Application, Opening, Round, Wish
from .settling import decides_itself, settle_held
from .standing import rules_of
from .writing import Handed, write_all

MOST: Final = 100  # applications in one transaction: a tenth of a second
M = TypeVar("M", bound=Model)
said = logging.getLogger(__name__)


class Alone(Exception):
    """An answer: to be handed in by itself."""


# Looks whether an application is complete, as it is held: raises what is to be said to the applicant.
Look = Callable[[Application, list[Wish], int, datetime], None]


@dataclass(frozen=True)
class Ask:
    """Somebody presses the button: for which application, in which revision of it, in which language."""

    application: int
    revision: int
    now: datetime
    by: Account | None
    look: Look
    language: str


def hand_in_together(application: int, revision: int, now: datetime, by: Account | None, look: Look) -> Application:
    """Hand in, with whoever else does so now. Raises what `look` raises, or `Alone`, and nothing is written then."""
    ask = Ask(application, revision, now, by, look, translation.get_language())
    return ask_outside(_COMBINER, ask)


def hand_in_all(asks: Sequence[Ask]) -> list[Application | Exception]:
    """What became of each, in order: the application, or why it was refused."""
    try:
        with transaction.atomic():
            return _all_handed_in(asks)
    except DatabaseError as error:
        said.warning("%d applications could not be handed in together: %s", len(asks), type(error).__name__)
        return [Alone() for _ask in asks]


def _all_handed_in(asks: Sequence[Ask]) -> list[Application | Exception]:
    """Whoever presses twice in the same moment, or for two applications, is left to do the second alone."""
    held = _held({ask.application for ask in asks})
    firsts = set[int | None]()
    answers: list[Handed | Exception] = []
    for ask in asks:
        application, wishes = held.get(ask.application, (None, []))
        if application is None or application.person_id in firsts:
            answers.append(Alone())
            continue
        firsts.add(application.person_id)
        answers.append(_looked_at(ask, application, wishes))
    settled = _settled(answers)
    handed = [one for one in settled if isinstance(one, Handed)]
    if handed:
        write_all(handed, max(ask.now for ask in asks))
    return [one.application if isinstance(one, Handed) else one for one in settled]


def _settled(answers: list[Handed | Exception]) -> list[Handed | Exception]:
    """Seats and lines, in the order in which they were asked for. The openings are held from here on."""
    wanted = [wish.opening for one in answers if _wants_a_seat(one) for wish in one.wishes]
    board = seats.Board(seats.hold(list({opening.pk: opening for opening in wanted}.values())) if wanted else {})
    settled = [_settle(one, board) if isinstance(one, Handed) else one for one in answers]
    board.write()
    return settled


def _wants_a_seat(one: Handed | Exception) -> TypeGuard[Handed]:
    if not isinstance(one, Handed):
        return False
    return is_admitted_at_once(one.application, one.definition) and decides_itself(one.definition)


def _settle(one: Handed, board: seats.Board) -> Handed | Exception:
    if not is_admitted_at_once(one.application, one.definition):
        return one
    try:
        one.got = settle_held(one.application, one.wishes, one.definition, board)
    except SangziError as refusal:
        return refusal
    return one


def _looked_at(ask: Ask, application: Application, wishes: list[Wish]) -> Handed | Exception:
    if not is_simple(application, wishes):
        return Alone()
    with translation.override(ask.language):
        try:
            ask.look(application, wishes, ask.revision, ask.now)
        except (SangziError, Alone) as refusal:
            return refusal
    return ready(application, wishes, now=ask.now, by=ask.by)


def is_simple(application: Application, wishes: list[Wish]) -> bool:
    """Whether nothing but the seats of its openings is shared with others: no rule that counts, no beds, no pairs."""
    step = frozen(application.round.definition).openings
    if application.kind != Applicant.PERSON or (step is not None and step.dated) or rules_of(application.round):
        return False
    return bool(wishes) and not any(wish.opening.offered_by_id for wish in wishes)


def _held(keys: Iterable[int]) -> dict[int, tuple[Application, list[Wish]]]:
    """Applications of persons as they are now, held, with wishes and all they name. Some seven queries for all."""
    named = Application.objects.filter(pk__in=keys, kind=Applicant.PERSON)
    people = Person.objects.select_for_update(no_key=True).filter(pk__in=named.values("person")).order_by("pk")
    persons = {person.pk: person for person in people}
    mine = Application.objects.select_for_update(no_key=True).filter(pk__in=keys, person__in=persons)
    rows = list(mine.filter(kind=Applicant.PERSON).order_by("pk"))
    wishes = list(Wish.objects.filter(application__in=rows).order_by("application", "rank"))
    openings = _by_key(Opening, [wish.opening_id for wish in wishes])
    rounds = _by_key(Round, [row.round_id for row in rows])
    at_units: list[Application | Round | Opening] = [*rows, *rounds.values(), *openings.values()]
    homes = [person.home_id for person in persons.values()]
    units = _by_key(Unit, [*homes, *(placed.unit_id for placed in at_units)])
    for person in persons.values():
        person.home = units[person.home_id]
    for placed in at_units:
        placed.unit = units[placed.unit_id]
    for row in rows:
        row.person, row.round = persons[row.person_id or 0], rounds[row.round_id]
    for wish in wishes:
        wish.opening = openings[wish.opening_id]
        wish.opening.round = rounds[wish.opening.round_id]
    wished = {pk: list(those) for pk, those in groupby(wishes, key=attrgetter("application_id"))}
    return {row.pk: (row, wished.get(row.pk, [])) for row in rows}


def _by_key(model: type[M], keys: Iterable[int]) -> dict[int, M]:
    return {row.pk: row for row in model._base_manager.filter(pk__in=set(keys))}  # noqa: SLF001  (public, in fact)


_COMBINER = Combiner(hand_in_all, MOST, gathering=0.003)

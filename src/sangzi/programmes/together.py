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
from typing import Final, TypeVar

from django.db import DatabaseError, transaction
from django.db.models import Model, QuerySet
from django.utils import translation

from sangzi.kernel.combining import Combiner, ask_outside
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account
from sangzi.kernel.round_trips import Keys, read
from sangzi.people.models import Person
from sangzi.units.models import Unit

from . import seats
from .definitions import frozen
from .handing_in import is_admitted_at_once, ready
from .models import Applicant, Application, Opening, Round, Wish
from .settling import settle_held
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
    held, locked = _held({ask.application for ask in asks})
    firsts = set[int | None]()
    answers: list[Handed | Exception] = []
    for ask in asks:
        application, wishes = held.get(ask.application, (None, []))
        if application is None or application.person_id in firsts:
            answers.append(Alone())
            continue
        firsts.add(application.person_id)
        answers.append(_looked_at(ask, application, wishes))
    board = seats.Board(seats.those_held(locked))
    settled = [_settle(one, board) if isinstance(one, Handed) else one for one in answers]
    handed = [one for one in settled if isinstance(one, Handed)]
    if handed:
        write_all(handed, max(ask.now for ask in asks), [board.change()])
    return [one.application if isinstance(one, Handed) else one for one in settled]


def _settle(one: Handed, board: seats.Board) -> Handed | Exception:
    """A seat or a place in line, in the order in which they were asked for."""
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


def _held(keys: set[int]) -> tuple[dict[int, tuple[Application, list[Wish]]], list[Opening]]:
    """Applications of persons as they are now, held, with wishes and all they name; the openings, held too.

    Two round trips for all.
    """
    people, applications, wishes, openings, named = read(keys, _people, _applications, _wishes, _openings, _rounds)
    persons, rounds = _by_key(people), _by_key(named)
    rows = [row for row in applications if row.person_id in persons]  # persons may have been made one just now
    placed: list[Application | Round | Opening] = [*rows, *rounds.values(), *openings]
    (units,) = read({*(person.home_id for person in people), *(one.unit_id for one in placed)}, _units)
    _joined(people, placed, _by_key(units))
    for row in rows:
        row.person, row.round = persons[row.person_id], rounds[row.round_id]
    offered = _by_key(openings)
    for opening in openings:
        opening.round = rounds[opening.round_id]
    for wish in wishes:
        wish.opening = offered[wish.opening_id]
    wished = {pk: list(those) for pk, those in groupby(wishes, key=attrgetter("application_id"))}
    return {row.pk: (row, wished.get(row.pk, [])) for row in rows}, openings


def _of_persons(keys: Keys) -> QuerySet[Application]:
    return Application.objects.filter(pk__among=keys, kind=Applicant.PERSON)


def _people(keys: Keys) -> QuerySet[Person]:
    those = _of_persons(keys).values("person")
    return Person._base_manager.select_for_update(no_key=True).filter(pk__in=those).order_by("pk")  # noqa: SLF001


def _applications(keys: Keys) -> QuerySet[Application]:
    return _of_persons(keys).select_for_update(no_key=True).order_by("pk")


def _wishes(keys: Keys) -> QuerySet[Wish]:
    return Wish.objects.filter(application__in=_of_persons(keys)).order_by("application", "rank")


def _openings(keys: Keys) -> QuerySet[Opening]:
    those = _wishes(keys).order_by().values("opening")
    return Opening.objects.select_for_update(no_key=True).filter(pk__in=those).order_by("pk")


def _rounds(keys: Keys) -> QuerySet[Round]:
    return Round.objects.filter(pk__in=_of_persons(keys).values("round"))


def _units(keys: Keys) -> QuerySet[Unit]:
    return Unit._base_manager.filter(pk__among=keys)  # noqa: SLF001  (public, in fact)


def _joined(people: Iterable[Person], placed: Iterable[Application | Round | Opening], units: dict[int, Unit]) -> None:
    for person in people:
        person.home = units[person.home_id]
    for one in placed:
        one.unit = units[one.unit_id]


def _by_key(rows: Iterable[M]) -> dict[int, M]:
    return {row.pk: row for row in rows}


_COMBINER = Combiner(hand_in_all, MOST, gathering=0.003)

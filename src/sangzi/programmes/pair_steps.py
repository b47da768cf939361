"""How persons count as paired before and after an act: the facts of kind `programmes.paired` that it moves."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sangzi.kernel.facts import SCALE, Movement
from sangzi.people.models import Person

from .definitions import frozen
from .models import COUNTED, Opening, Placement
from .pairs import Pair, steps_of

Steps = Counter[tuple[int, int]]  # (unit, day) -> change


def is_pair(opening: Opening) -> bool:
    """Whether who is placed in an opening is paired with the person who offers it."""
    return opening.offered_by_id is not None and frozen(opening.round.definition).pairing is not None


def locked_pair_steps(opening: Opening, person: int | None) -> Steps:
    """How a person counts as paired in the opening's programme; the person's row stays locked."""
    if person is None:
        return Counter()
    Person.objects.select_for_update(no_key=True).get(pk=person)
    return pair_steps(opening, person)


def pair_steps(opening: Opening, person: int | None) -> Steps:
    """The same of a person whose row is held already."""
    if person is None or not is_pair(opening):
        return Counter()
    rows = Placement.objects.filter(
        person=person,
        opening__round__programme=opening.round.programme,
        opening__offered_by__isnull=False,
        state__in=COUNTED,
    ).values_list("since", "until", "opening__unit_id", "pk")
    pairs = [Pair(since.toordinal(), until.toordinal() if until else None, unit, pk) for since, until, unit, pk in rows]
    steps: Steps = Counter()
    for step in steps_of(pairs):
        steps[step.unit, step.day] += step.change
    return steps


def paired_movements(placement: Placement, before: Steps) -> list[Movement]:
    """What moved of the person's pairs since `before`."""
    opening = placement.opening
    after = pair_steps(opening, placement.person_id)
    changes = {at: after[at] - before[at] for at in sorted(after.keys() | before.keys())}
    return [
        Movement("programmes.paired", opening.round.programme, unit, date.fromordinal(day), change * SCALE)
        for (unit, day), change in changes.items()
        if change
    ]

"""What actions tell of, beside what the facts hold when they are read in full."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager

from django.db import transaction

from sangzi.kernel import facts


@contextmanager
def listening():
    """Every movement that is told of meanwhile."""
    heard = []
    facts.listen(heard.extend)
    yield heard
    facts._listeners.remove(heard.extend)


@contextmanager
def undone():
    """Nothing done inside remains."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def held(key, tags=None):
    """The rows of a fact over all tags, or those given, added up: (tag, unit, day, person) -> amount."""
    fact = facts.known()[key]
    total = Counter()
    for tag in fact.tags() if tags is None else tags.intersection(fact.tags()):
        rows = fact.rows(tag)
        for unit, day, amount, person in zip(*(column.tolist() for column in rows), strict=True):
            total[tag, unit, day, person] += amount
    return without_zeros(total)


def told_of(movements, key):
    """The movements of a fact, added up the same way."""
    total = Counter()
    for movement in movements:
        if movement.fact == key:
            total[movement.tag, movement.unit, movement.on.toordinal(), movement.person] += movement.amount
    return without_zeros(total)


def without_zeros(total):
    return {at: amount for at, amount in total.items() if amount}

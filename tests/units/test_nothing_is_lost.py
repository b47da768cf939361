"""Random events in random order: what was stays readable, day by day, and the tree never breaks."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangzi.kernel.errors import SangziError
from sangzi.units import queries
from sangzi.units.actions import (
    NewUnit,
    close_unit,
    found_unit,
    merge_units,
    move_unit,
    recode_unit,
    rename_unit,
    split_unit,
)
from sangzi.units.models import Unit, UnitEvent, UnitVersion
from sangzi.units.paths import step
from tests.cast import SINCE, grow_tree

pytestmark = pytest.mark.django_db
DAYS = [SINCE + timedelta(days=day) for day in range(6)]
KINDS = ["found", "rename", "recode", "move", "merge", "split", "close"]
EVENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(DAYS), st.integers(0, 99), st.integers(0, 99)),
    min_size=1, max_size=12,
)  # fmt: skip


def happen(kind: str, on: date, one: int, other: int, number: int) -> None:
    units = list(Unit.objects.filter(closed=None).order_by("pk"))
    unit, second = units[one % len(units)], units[other % len(units)]
    new = NewUnit(f"新单位{number}", code=f"N{number}")
    children = {child.pk: place % 2 for place, child in enumerate(queries.children(unit))}
    act = {
        "found": lambda: found_unit(name=new.name, level=other % 6, parent=unit, code=new.code, on=on, by=None),
        "rename": lambda: rename_unit(unit=unit, name=f"改名{number}", on=on, by=None),
        "recode": lambda: recode_unit(unit=unit, code=f"R{number}", official=bool(other % 2), on=on, by=None),
        "move": lambda: move_unit(unit=unit, parent=second, on=on, by=None),
        "merge": lambda: merge_units(units=[unit], into=second if other % 2 else new, on=on, by=None),
        "split": lambda: split_unit(unit=unit, into=[new, NewUnit(f"又一{number}")], children=children, on=on, by=None),
        "close": lambda: close_unit(unit=unit, on=on, by=None),
    }
    act[kind]()


def looked(on: date) -> list[tuple]:
    arrays = queries.tree(on)
    return list(
        zip(arrays.ids.tolist(), arrays.parent.tolist(), arrays.level.tolist(), arrays.official.tolist(), strict=True)
    )


def names(on: date) -> dict[int, str]:
    found = dict(Unit.objects.filter(pk__in=queries.tree(on).ids.tolist()).values_list("pk", "name"))
    then = UnitVersion.objects.filter(since__lte=on, until__gt=on).values_list("unit_id", "name")
    return found | {pk: name for pk, name in then if pk in found}


def is_one_tree(on: date) -> bool:
    arrays = queries.tree(on)
    root = int(np.flatnonzero(arrays.parent == -1)[0])
    return int(arrays.below(root).sum()) == len(arrays.ids) - 1


def paths_hold() -> bool:
    units = Unit.objects.select_related("parent")
    return all(unit.path == (unit.parent.path if unit.parent else "") + step(unit.pk) for unit in units)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_what_was_before_an_event_stays_as_it_was(db, events):
    with transaction.atomic():
        grow_tree()
        for number, (kind, on, one, other) in enumerate(events):
            earlier = [day for day in DAYS if day < on]
            before = [(looked(day), names(day)) for day in earlier]
            count = UnitEvent.objects.count()
            try:
                happen(kind, on, one, other, number)
            except SangziError:
                assert UnitEvent.objects.count() == count
                earlier, before = DAYS, before + [(looked(day), names(day)) for day in DAYS if day >= on]
            assert [(looked(day), names(day)) for day in earlier] == before
        assert all(map(is_one_tree, DAYS))
        assert paths_hold()
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_every_version_of_a_unit_begins_where_the_one_before_ended(db, events):
    with transaction.atomic():
        grow_tree()
        for number, (kind, on, one, other) in enumerate(sorted(events, key=lambda event: event[1])):
            try:
                happen(kind, on, one, other, number)
            except SangziError:
                continue
        for unit in Unit.objects.prefetch_related("versions"):
            versions = sorted(unit.versions.all(), key=lambda version: version.pk)
            begins = [version.since for version in versions] + [unit.since]
            assert begins[0] == unit.founded
            assert begins[1:] == [version.until for version in versions]
            assert unit.closed is None or unit.closed >= unit.since
        transaction.set_rollback(True)

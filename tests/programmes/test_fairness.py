"""What a run comes to for whom, and that nothing weighs in it but what its definition names."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from sangzi.people.models import Person
from sangzi.programmes.actions import draw_lots, try_allotment
from sangzi.programmes.meaning import complaints
from sangzi.programmes.models import Application, Opening, Round
from sangzi.programmes.runs.fairness import FEW, Group, fairness_of, together

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, round_of

LATER = NOW + timedelta(days=30)
FIT = {"placed": 10, "wishes": [50, 30, 5], "near": [40, 25, 10, 4]}
METHODS = ("first-come", "lottery", "serial", "stable", "optimal")
FORM = [
    {"key": "gender", "title": "性别", "title_en": "Gender", "kind": "choice", "choices": ["男", "女"]},
    {"key": "level", "title": "学历", "title_en": "Level", "kind": "choice", "choices": ["本科", "硕士", "博士"]},
    {"key": "school", "title": "学校", "title_en": "School"},
]
# What a method may look at: whose turn it is, what judges gave, what stands for the applicant, where home is.
NAMED = {
    Application: {"round", "state", "kind", "person", "partner", "for_unit", "lot", "score", "submitted"},
    Person: {"home", "account", "merged_into"},
    Opening: {"round", "unit", "capacity", "taken", "state"},
}


@pytest.fixture
def round_(tree):
    step = {"kind": "allotment", "method": "optimal", "fit": FIT, "classes": ["level"]}
    asked = {"wishes": 3, "fields": FORM}
    made = round_of(
        declared({"kind": "screening", "by_hand": False}, step, applications=asked),
        tree.province,
        apply_until=NOW + timedelta(days=10),
    )
    chance = random.Random("fairness")
    openings = [opening_in(made, unit, 2, title=f"岗位{unit.pk}", summary=unit.name) for unit in _units(tree)]
    for unit in (tree.township, tree.other_county):
        for person in people_of(unit, 6):
            told = {"gender": chance.choice("男女"), "school": f"学校{person.pk}", "level": _level(person.pk)}
            apply_for(made, person, *chance.sample(openings, 2), answers=told)
    return draw_lots(round=made, seed="2024-06-30 上证 3086", now=LATER, by=None)


def _units(tree):
    return tree.township, tree.county, tree.other_county, tree.prefecture


def _level(number):
    return "本科" if number % 4 else "硕士"


def tried(round_, method):
    return try_allotment(round=round_, method=method, now=LATER, by=None)


def shuffled(rows, left, chance):
    """Every column of some rows but those `left` and what must differ, each handed round by itself."""
    rows = list(rows.order_by("pk"))
    columns = [
        column.attname
        for column in rows[0]._meta.concrete_fields
        if column.name not in left and not column.unique and not column.primary_key
    ]
    for name in columns:
        values = [getattr(row, name) for row in rows]
        chance.shuffle(values)
        for row, value in zip(rows, values, strict=True):
            setattr(row, name, value)
    for row in rows:
        row.save(update_fields=columns)
    return columns


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_the_definition_does_not_name_weighs_nothing(round_, method, seed):
    before, chance = tried(round_, method), random.Random(seed)
    for model, left in NAMED.items():
        assert shuffled(model.objects.all(), left, chance)
    Application.objects.update(answers='{"gender": "女", "school": "无"}')
    after = tried(Round.objects.get(pk=round_.pk), method)
    assert (after.digest, after.result) == (before.digest, before.result)


def test_what_it_names_weighs(round_, tree):
    before = tried(round_, "optimal")
    Person.objects.update(home=tree.district)
    assert tried(round_, "optimal").digest != before.digest


def test_the_pool_is_told_by_home_and_by_the_classes_that_are_named(round_):
    found = fairness_of(tried(round_, "optimal"))
    assert [table.title for table in found.tables] == ["按家乡", "学历"]
    assert (found.everybody.people, found.everybody.placed) == (12, 8)
    for table in found.tables:
        assert sum(group.people for group in table.groups) == 12
        assert sum(group.fit for group in table.groups) == found.everybody.fit


def test_no_class_is_told_that_was_not_named(round_):
    titles = [table.title for table in fairness_of(tried(round_, "optimal")).tables]
    assert "性别" not in titles


def group(name, people, **more):
    return Group(name, people, **{"placed": 0, "first": 0, "fit": 0, "best": 0} | more)


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ([9, 7], [9, 7]),
        ([9, 3, 2], [9, 5]),
        ([9, 7, 3], [9, 10]),
        ([6, 1], [7]),
        ([3], [3]),
    ],
)
def test_small_groups_are_counted_together(sizes, told):
    found = together([group(str(at), size) for at, size in enumerate(sizes)])
    assert [one.people for one in found] == told
    assert all(one.hidden == (one.people < FEW) for one in found)


def test_every_group_that_is_told_has_five_people(round_):
    for table in fairness_of(tried(round_, "optimal")).tables:
        assert all(one.people >= FEW for one in table.groups)


@pytest.mark.parametrize("key", ["school", "levle"])
def test_classes_are_choices_of_the_form(key):
    step = {"kind": "allotment", "method": "optimal", "fit": FIT, "classes": [key]}
    assert "classes" in "".join(complaints(declared(step, applications={"fields": FORM})))

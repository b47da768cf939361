"""What was written for an older format is read for ever: files, and what rounds have kept."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sangzi.kernel.definitions import parse
from sangzi.programmes.actions import offer, open_round, take_place, write_record
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Round
from sangzi.programmes.upgrades import FORMAT, upgraded

OLD = """
key = "old-one"
title = "旧项目"
title_en = "An old one"
steward = "办公室"
steward_en = "Office"
summary = "一句。"
summary_en = "A sentence."
capability = "C06"
source = "-"
steps = [
    { kind = "openings", offers = "岗位", offers_en = "posts", most = 5 },
    { kind = "applications" },
    { kind = "allotment" },
    { kind = "service" },
]

[[records]]
key = "served"
title = "到岗"
title_en = "Served"
unit = "天"
unit_en = "days"
person = "required"
"""
DAY = date(2024, 5, 6)


def old_definition():
    """A definition as a round of the first format has kept it: no `format`, no parameters of later steps."""
    told = parse(OLD, ProgrammeType, key="old-one").model_dump(mode="json", exclude_unset=True)
    told.pop("format", None)
    return json.dumps(told, ensure_ascii=False)


def test_a_file_of_the_first_format_is_read():
    definition = parse(OLD, ProgrammeType, key="old-one")
    assert definition.format == FORMAT
    assert (definition.allotment.method, definition.screening, definition.covers) == ("by-hand", None, ())


def test_what_is_of_the_present_format_stays_as_it_is():
    told = parse(OLD, ProgrammeType, key="old-one").model_dump(mode="json")
    assert upgraded(told) == told


def test_a_format_of_the_future_is_refused():
    with pytest.raises(ValueError, match="format"):
        ProgrammeType.model_validate(json.loads(old_definition()) | {"format": FORMAT + 1})


@pytest.mark.django_db
def test_a_round_that_kept_the_first_format_goes_on(tree, stage):
    made = open_round(programme="return-home", unit=tree.county, title="旧批次", opens=DAY, by=None)
    Round.objects.filter(pk=made.pk).update(definition=old_definition(), programme="old-one")
    old = Round.objects.select_related("unit").get(pk=made.pk)
    post = offer(round=old, unit=tree.county, title="文书", on=DAY, capacity=1, by=None)
    placed = take_place(opening=post, person=stage.people[0], on=DAY, by=None, key="k")
    said = {"round": old, "unit": tree.county, "on": DAY, "key": "k", "today": DAY, "by": None}
    record = write_record(kind="served", person=stage.people[0], **said)
    assert (placed.opening.taken, record.tag, frozen(old.definition).format) == (1, "old-one/served", FORMAT)

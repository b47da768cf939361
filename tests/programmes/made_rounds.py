"""Rounds of programmes that a test declares itself, and who bids in them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sangzi.people.models import Person
from sangzi.programmes.actions import apply
from sangzi.programmes.allotment import Plan
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Opening, Round, Slot
from sangzi.programmes.runs.computing import computed
from sangzi.programmes.runs.terms import terms_for

NOW = datetime(2024, 5, 6, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SHOWN = {
    "title": "试办",
    "title_en": "Trial",
    "summary": "试",
    "summary_en": "Trial",
    "steward": "组织部",
    "steward_en": "Organisation",
    "capability": "C06",
    "source": "试",
}
RECORD = {"key": "done", "title": "完成", "title_en": "Done", "unit": "次", "unit_en": "times"}
OPENINGS = {"kind": "openings", "offers": "岗位", "offers_en": "posts", "most": 100_000}


def declared(*steps, key="return-home", openings=None, applications=None, **more) -> ProgrammeType:
    """A programme of these steps behind openings and applications."""
    first = (OPENINGS | (openings or {}), {"kind": "applications"} | (applications or {}))
    told = SHOWN | {"key": key, "format": 2, "steps": [*first, *steps], "records": [RECORD]} | more
    return ProgrammeType.model_validate(told)


def round_of(definition: ProgrammeType, unit, **more) -> Round:
    usual = {"title": "一批", "opens": date(2024, 5, 1), "closes": date(2024, 12, 31)}
    told = {"definition": definition.model_dump_json(), "digest": definition.digest}
    return Round.objects.create(programme=definition.key, unit=unit, **usual | told | more)


def opening_in(round_, unit, capacity=1, **more) -> Opening:
    usual = {"title": "文书", "on": date(2024, 6, 1)}
    return Opening.objects.create(round=round_, unit=unit, capacity=capacity, **usual | more)


def with_beds(opening, capacities) -> Opening:
    Slot.objects.bulk_create(Slot(opening=opening, on=on, capacity=beds) for on, beds in capacities.items())
    return opening


def first_come(**more) -> dict:
    return {"kind": "allotment", "method": "first-come"} | more


def people_of(unit, count, born=date(2000, 1, 1)) -> list[Person]:
    return [Person.objects.create(name=f"张{n}", home=unit, born=born) for n in range(count)]


def apply_for(round_, person, *openings, key=None, now=NOW, **more):
    usual = {"answers": {}, "by": None, "key": key or f"{person.pk}"}
    return apply(round=round_, bidder=Bidder("person", person), wishes=openings, now=now, **usual | more)


def preview(round_, *, argued=False) -> Plan:
    """Who would get what now by what was announced."""
    found = computed(round_, terms_for(round_, argued=argued))
    return Plan(found.problem, found.output.assignment, found.proof)

"""A province's summer before its seats are given: everybody has applied and was admitted, nobody drew a lot yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from benchmarks import crowd
from sangzi.kernel.models import Account
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.models import Application, ApplicationState, Opening, Placement, PlacementState, Round, Wish
from sangzi.programmes.runs.stored import load_output
from sangzi.units.models import Unit
from sangzi.units.paths import step
from tests.cast import PASSWORD, appoint

METHOD = {"method": "optimal", "fit": {"placed": 100, "wishes": [60, 40, 20], "near": [40, 25, 10]}}


@dataclass(frozen=True)
class Size:
    """How many apply for how many posts in how many counties."""

    students: int
    posts: int
    counties: int

    @property
    def usual(self) -> int:
        """Posts of a county, if all had as many."""
        return self.posts // self.counties


HEBEI = Size(76_000, 18_000, 100)
SMALL = Size(2_400, 570, 8)  # just so many that a worker does it


@dataclass(frozen=True)
class Ground:
    """The round and who works at it."""

    round: Round
    steward: Account
    auditor: Account
    stranger: Account


def laid(size: Size) -> Ground:
    """The crowd of `benchmarks.crowd`, admitted in a round that looks at everybody at once, with a rule on counties."""
    round_ = crowd.fill(size.students, size.posts, size.counties)
    today = timezone.localdate()
    Round.objects.filter(pk=round_.pk).update(
        definition=_weighed(round_.definition, size),
        opens=today - timedelta(days=40),
        closes=today + timedelta(days=60),
        apply_until=timezone.now() - timedelta(days=1),
    )
    Opening.objects.filter(round=round_).update(on=today + timedelta(days=10))
    Application.objects.filter(round=round_).update(state=ApplicationState.ADMITTED, revision=1)
    return Ground(
        Round.objects.select_related("unit").get(pk=round_.pk),
        steward=appoint("steward", round_.unit, "lead"),
        auditor=appoint("auditor", round_.unit, "auditor"),
        stranger=appoint("stranger", _next_to(round_.unit), "lead"),
    )


def with_account(application: Application) -> Account:
    """The account of somebody who applied."""
    account = Account.objects.create_user(f"student-{application.pk}", PASSWORD)
    application.person.account = account
    application.person.save(update_fields=["account"])
    return account


def seat_and_next() -> tuple[Application, Application]:
    """Somebody who was offered a seat that others wait for, and who is the next for it."""
    first = Wish.objects.filter(state="waiting", opening__placements__state=PlacementState.OFFERED, line=1)
    wish = first.select_related("application__person").order_by("pk")[0]
    seat = Placement.objects.filter(opening=wish.opening_id, state=PlacementState.OFFERED).order_by("pk")[0]
    return Application.objects.select_related("person").get(pk=seat.application_id), wish.application


def assignment_of(run) -> list[int]:
    """What a run gave everybody, by turn."""
    return load_output(run).assignment.tolist()


def _weighed(definition: str, size: Size) -> str:
    told = json.loads(definition)
    step_of = next(one for one in told["steps"] if one["kind"] == "allotment")
    step_of |= METHOD
    bounds = {"least": size.usual // 9, "most": size.usual * 3}
    told["rules"].append({"kind": "per-unit", "of": "placements", "level": "county", **bounds})
    return ProgrammeType.model_validate(told).model_dump_json()


def _next_to(unit: Unit) -> Unit:
    """Another province."""
    other = Unit.objects.create(parent=unit.parent, name="邻省", short="邻省", level=1, code="140000", path="")
    other.path = unit.parent.path + step(other.pk)
    other.save(update_fields=["path"])
    return other

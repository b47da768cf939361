"""What boards, receipts and briefs need to have something to say: demands, places, fairs."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.places.actions import add_place, open_place
from sangzi.plans import actions as plans
from sangzi.plans.models import Commitment, Plan, Target
from sangzi.programmes.actions import open_round, write_record
from sangzi.programmes.models import Record, Round
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.models import Computation
from tests import cast

SENTENCE = "全年举办不少于12场青禾集市。"
SPRING = date(2025, 3, 10)


def today() -> date:
    return timezone.localdate()


def count_all() -> Computation:
    """Compute all totals, so that there are denominators."""
    return rebuild(now=timezone.now(), by=None)


def demand(unit, indicator="fairs", value=12, *, by=None, **fields) -> Target:
    """A confirmed commitment of the unit's own plan, bound to an indicator."""
    fields_of_plan = {"title": "年度要点", "year": 2025, "text": SENTENCE, "state": "read"}
    plan, _made = Plan.objects.get_or_create(unit=unit, digest=f"stage-{unit.pk}", defaults=fields_of_plan)
    usual = {"title": "青禾集市", "shape": "count", "measure": "场", "period": "year", "status": "target"}
    given = {**usual, "quote": SENTENCE, "sentence": SENTENCE, "start": 0, "end": len(SENTENCE), **fields}
    asked = Commitment.objects.create(plan=plan, indicator=indicator, value=value, **given)
    return plans.confirm(commitment=asked, by=by)


def fairs(unit) -> Round:
    """A round of fairs that has long been open."""
    return open_round(programme="fairs", unit=unit, title="青禾集市", opens=date(2024, 1, 1), by=None)


def hold_fair(round_: Round, unit, on: date = SPRING, *, key: str = "one") -> Record:
    """A fair that was held."""
    return write_record(round=round_, unit=unit, kind="fair", on=on, key=key, today=today(), by=None)


def open_home(unit, on: date = SPRING) -> None:
    """A Youth Home that has been open since a day."""
    place = add_place(unit=unit, type="youth-home", name="青年之家", today=today(), by=None)
    open_place(place=place, on=on, today=today(), by=None)


def nation_lead(tree) -> Account:
    return cast.appoint("nation_lead", tree.nation, "lead")

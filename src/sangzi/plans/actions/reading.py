"""A plan is read: clauses, commitments, private persons and warnings, all or nothing."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

import sangzi
from sangzi.engines.plangrammar import model
from sangzi.kernel import audit, jobs
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account, Job
from sangzi.plans import masks
from sangzi.plans.corrections import LARGEST, SMALLEST_STEP
from sangzi.plans.models import Clause, Commitment, Plan
from sangzi.plans.readout import Progress, Readout, read_out, silent
from sangzi.plans.rereading import still_to_propose
from sangzi.plans.segments import sentence_around

TASK = "plans.read"


def read_plan(*, plan: Plan, by: Account | None, progress: Progress = silent) -> Plan:
    """Read `plan` now. A failure leaves its sentence on the plan and whatever was read before.

    Extraction and reading run outside any transaction; what they find is stored in one.
    """
    try:
        found = read_out(plan, progress)
    except SangziError as error:
        return note_failure(plan=plan, sentence=error.sentence, by=by)
    return store_reading(plan=plan, readout=found, by=by)


@transaction.atomic
def read_later(*, plan: Plan, by: Account | None) -> Job:
    """Have `plan` read by a job; asking again while one waits gives the same job, one that broke down begins anew."""
    key = f"{TASK}:{plan.pk}:{plan.readings}"
    job = jobs.enqueue(kind=TASK, key=key, arguments={"plan": plan.pk}, by=by, unit_id=plan.unit_id)
    if job.state == Job.State.FAILED:
        jobs.retry(job)
    return job


@transaction.atomic
def store_reading(*, plan: Plan, readout: Readout, by: Account | None) -> Plan:
    """Put what was read in place of the last reading; what people confirmed, dismissed or corrected stays."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _describe(plan, readout)
    clauses = _replace_clauses(plan, readout)
    proposed, kept = _replace_proposals(plan, readout, clauses)
    detail = {"clauses": len(clauses), "proposed": proposed, "kept": kept, "reader": plan.reading}
    audit.append(chain=plan.unit_id, act="plans.read", about=f"plan:{plan.pk}", by=by, detail=detail)
    return plan


@transaction.atomic
def note_failure(*, plan: Plan, sentence: str, by: Account | None) -> Plan:
    """Say on the plan why it could not be read. A plan read before stays as it was read."""
    failed = Plan.objects.select_for_update().get(pk=plan.pk)
    failed.state = Plan.State.READ if failed.state == Plan.State.READ else Plan.State.FAILED
    failed.sentence = sentence[:500]
    failed.readings += 1
    failed.save(update_fields=["state", "sentence", "readings"])
    audit.append(chain=failed.unit_id, act="plans.read-failed", about=f"plan:{failed.pk}", by=by)
    return failed


def _describe(plan: Plan, readout: Readout) -> None:
    plan.text, plan.kind = readout.text, readout.kind
    plan.year = plan.year or readout.reading.year
    plan.warnings = json.dumps(readout.warnings, ensure_ascii=False)
    plan.private = masks.to_json(readout.reading.private)
    plan.state, plan.sentence = Plan.State.READ, ""
    plan.reading = sangzi.__version__
    plan.readings += 1
    plan.save()


def _replace_clauses(plan: Plan, readout: Readout) -> list[Clause]:
    """The clauses by their index in the reading; parents are made before their children, a level at a time."""
    plan.clauses.all().delete()
    read = readout.reading.clauses
    position = {index: rank for rank, index in enumerate(dict.fromkeys((*readout.reading.order, *range(len(read)))))}
    made: dict[int, Clause] = {}
    for depth in sorted({clause.level for clause in read}):
        rows = {clause.index: _clause(plan, clause, position, made) for clause in read if clause.level == depth}
        Clause.objects.bulk_create(rows.values())
        made |= rows
    return [made[clause.index] for clause in read]


def _clause(plan: Plan, clause: model.Clause, position: dict[int, int], made: dict[int, Clause]) -> Clause:
    return Clause(
        plan=plan,
        parent=None if clause.parent is None else made[clause.parent],
        position=position[clause.index],
        level=clause.level,
        number=clause.marker[:20],
        start=clause.offset,
        end=clause.end,
    )


def _replace_proposals(plan: Plan, readout: Readout, clauses: list[Clause]) -> tuple[int, int]:
    """How many were proposed anew, and how many of the old ones stayed."""
    untouched = Q(state=Commitment.State.PROPOSED, corrected=False, targets=None)
    plan.commitments.filter(untouched).delete()
    kept = list(plan.commitments.order_by("start", "pk"))
    _hang_up_again(kept, clauses)
    found = still_to_propose(readout.reading.commitments, [commitment.as_read for commitment in kept])
    shown = masks.masked(readout.text, masks.from_json(plan.private))
    fresh = [_commitment(plan, readout, shown, statement, clauses) for statement in found]
    Commitment.objects.bulk_create(fresh)
    return len(fresh), len(kept)


def _hang_up_again(kept: list[Commitment], clauses: list[Clause]) -> None:
    """Give kept commitments their place among the new clauses: the innermost one around them."""
    for commitment in kept:
        around = [clause for clause in clauses if clause.start <= commitment.start < clause.end]
        commitment.clause = max(around, key=lambda clause: (clause.level, clause.start), default=None)
    Commitment.objects.bulk_update(kept, ["clause"], batch_size=200)


def _commitment(plan: Plan, readout: Readout, shown: str, found: model.Found, clauses: list[Clause]) -> Commitment:
    clause = None if found.clause is None else clauses[found.clause]
    end = found.offset + len(found.quote)
    bounds = {} if found.clause is None else _bounds(readout.reading.clauses[found.clause], shown, found.offset)
    return Commitment(
        plan=plan,
        clause=clause,
        start=found.offset,
        end=end,
        quote=found.quote,
        sentence=sentence_around(shown, found.offset, end, **bounds),
        status=found.status,
        title=found.indicator[:200],
        value=_decimal(found.value),
        value_max=_decimal(found.value_max),
        as_read=json.dumps(found.row(), ensure_ascii=False),
        scope=(found.scope or plan.unit.name)[:100],
        **_words(found),
    )


def _bounds(clause: model.Clause, text: str, start: int) -> dict[str, int]:
    """Between what a sentence of a clause may lie: after its heading, when that has a line of its own."""
    line = text.find("\n", clause.offset, start)
    heading = line >= 0 and bool(clause.heading) and text[clause.offset : line].rstrip().endswith(clause.heading)
    return {"floor": line if heading else clause.offset, "ceiling": clause.end}


def _words(found: model.Found) -> dict[str, Any]:
    return {
        "measure": (found.unit or "")[:20],
        "comparator": found.comparator,
        "deadline": date.fromisoformat(found.deadline) if found.deadline else None,
        "period": (found.period or "")[:12],
        "shape": found.shape,
        "over": (found.over or "")[:60],
        "owners": json.dumps(found.owners, ensure_ascii=False),
        "rule": found.rule[:60],
        "because": json.dumps(found.because, ensure_ascii=False),
        "confidence": found.confidence,
    }


def _decimal(number: float | None) -> Decimal | None:
    """The number as a column holds it; None for one too large to be meant."""
    if number is None:
        return None
    exact = Decimal(str(number))
    return exact.quantize(SMALLEST_STEP) if abs(exact) < LARGEST else None

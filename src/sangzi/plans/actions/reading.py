"""A plan is read: clauses, commitments, private persons and warnings, all or nothing."""

from __future__ import annotations

import json

from django.db import transaction
from django.db.models import Q

import sangzi
from sangzi.engines.plangrammar import model
from sangzi.kernel import audit, jobs
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account, Job
from sangzi.plans import masks, notices
from sangzi.plans.asking import SAID
from sangzi.plans.asread import columns_of
from sangzi.plans.duties import keep_duties_of
from sangzi.plans.losing import lost_statements
from sangzi.plans.models import Clause, Commitment, Plan
from sangzi.plans.placing import Holding, place_again
from sangzi.plans.readout import Progress, Readout, read_out, silent
from sangzi.plans.rereading import still_to_propose
from sangzi.plans.segments import sentence_around

TASK = "plans.read"
# What nobody has touched may go: it is read anew.
_UNTOUCHED = Q(
    state=Commitment.State.PROPOSED,
    source=Commitment.Source.READER,
    corrected=False,
    indicator="",
    targets=None,
    split_into=None,
)


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
    keep_duties_of(plan)
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
    plan.warnings = notices.to_json(readout.warnings, readout.reading.warnings)
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
    plan.commitments.filter(_UNTOUCHED).delete()
    kept = list(plan.commitments.order_by("start", "pk"))
    _hang_up_again(kept, readout.text, clauses)
    lost = lost_statements(readout.reading, readout.text, plan.unit.name)
    found = still_to_propose([*readout.reading.commitments, *lost], kept)
    shown = masks.masked(readout.text, masks.from_json(plan.private))
    fresh = [_commitment(plan, readout, shown, statement, clauses) for statement in found]
    Commitment.objects.bulk_create(sorted(fresh, key=lambda one: one.start))
    return len(fresh), len(kept)


def _hang_up_again(kept: list[Commitment], text: str, clauses: list[Clause]) -> None:
    """Give kept commitments their place in the text and among its clauses, which may both be read anew."""
    holding = Holding(clauses)
    for commitment in kept:
        commitment.start, commitment.end = place_again(text, commitment.quote, commitment.start)
        commitment.clause = holding.innermost(commitment.start)
    Commitment.objects.bulk_update(kept, ["clause", "start", "end"], batch_size=200)


def _commitment(plan: Plan, readout: Readout, shown: str, found: model.Found, clauses: list[Clause]) -> Commitment:
    end = found.offset + len(found.quote)
    bounds = {} if found.clause is None else _bounds(readout.reading.clauses[found.clause], shown, found.offset)
    row = found.row()
    return Commitment(
        plan=plan,
        clause=None if found.clause is None else clauses[found.clause],
        start=found.offset,
        end=end,
        quote=found.quote,
        sentence=sentence_around(shown, found.offset, end, **bounds),
        rule=found.rule[:60],
        because=json.dumps(_because(found), ensure_ascii=False),
        confidence=found.confidence,
        as_read=json.dumps(row | {"reader": sangzi.__version__}, ensure_ascii=False),
        **columns_of(row, plan.unit.name),
    )


def _because(found: model.Found) -> dict[str, model.Reason]:
    """Which words gave which field, and what the reader asks where it was not sure."""
    asked = {SAID: model.Reason(found.question)} if found.question else {}
    return dict(found.because) | asked


def _bounds(clause: model.Clause, text: str, start: int) -> dict[str, int]:
    """Between what a sentence of a clause may lie: after its heading, when that has a line of its own."""
    line = text.find("\n", clause.offset, start)
    heading = line >= 0 and bool(clause.heading) and text[clause.offset : line].rstrip().endswith(clause.heading)
    return {"floor": line if heading else clause.offset, "ceiling": clause.end}

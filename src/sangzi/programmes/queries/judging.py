"""What can be asked about judging: what a judge sees of an entry, how far everybody is, who stands where."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.kernel.fields import Field, answered
from sangzi.kernel.masking import mask_name

from ..actions.judging import sealed, unscored
from ..definitions import frozen
from ..interests import entries
from ..models import Application, Judge, Recusal, Round, Score
from ..steps import Judging

TELLING = ("phone", "unit")  # kinds of answers that tell who somebody is


@dataclass(frozen=True)
class Entry:
    """An entry as a judge sees it: a number, and answers that do not tell who it is."""

    application: Application
    title: str
    answers: list[tuple[Field, str]]
    recused: str
    points: dict[str, Decimal]
    total: Decimal | None


@dataclass(frozen=True)
class Bench:
    """A judge as the organisers see them: how far they are, never how they scored."""

    judge: Judge
    name: str
    left: int
    sealed: bool
    recused: int


def entries_for(judge: Judge, step: Judging, stage: str) -> list[Entry]:
    """What a judge scores in a stage, by number. Three queries."""
    rows = entries(judge.round, step, stage).select_related("person", "partner", "for_unit").order_by("pk")
    recused = dict(Recusal.objects.filter(judge=judge).values_list("application_id", "reason"))
    points: dict[int, dict[str, Decimal]] = {}
    for pk, criterion, value in Score.objects.filter(judge=judge, stage=stage).values_list(
        "application_id", "criterion", "points"
    ):
        points.setdefault(pk, {})[criterion] = value
    return [_entry(one, judge.round, step, recused, points.get(one.pk, {})) for one in rows]


def benches(round_: Round, step: Judging, stage: str) -> list[Bench]:
    """Everybody who judges in a round, and how much they still have to score."""
    rows = Judge.objects.filter(round=round_).select_related("account", "round").order_by("pk")
    return [
        Bench(
            judge=one,
            name=one.account.name,
            left=len(unscored(one, step, stage)) if stage and one.declared else 0,
            sealed=stage in sealed(one),
            recused=one.recusals.count(),
        )
        for one in rows
    ]


def results(round_: Round) -> list[Application]:
    """Entries that were judged, in order: who got furthest first, then by rank."""
    step = frozen(round_.definition).judging
    order = {one.key: at for at, one in enumerate(step.stages)} if step else {}
    rows = Application.objects.filter(round=round_).exclude(stage="").select_related("unit", "person", "partner")
    return sorted(rows, key=lambda one: (-order.get(one.stage, -1), one.rank or 0, one.pk))


def blind_answers(application: Application, round_: Round) -> list[tuple[Field, str]]:
    """The answers that do not tell who somebody is: not those marked personal, no telephone, no unit."""
    definition = frozen(round_.definition)
    fields = definition.applications.fields if definition.applications else ()
    shown = [field for field in fields if not field.personal and field.kind not in TELLING and field.keep is None]
    known = {field.key for field in shown}
    told = {key: value for key, value in json.loads(application.answers).items() if key in known}
    return answered(shown, json.dumps(told))


def title_of_entry(application: Application, *, blind: bool) -> str:
    """How an entry is called: blind by its number, else by name, a person masked."""
    number = _("%(number)s号") % {"number": application.pk}
    if blind:
        return number
    who = application.name or (
        application.partner.name
        if application.partner
        else application.for_unit.short
        if application.for_unit
        else mask_name(application.person.name)
        if application.person
        else ""
    )
    return f"{number} {who}".strip()


def _entry(
    application: Application, round_: Round, step: Judging, recused: dict[int, str], points: dict[str, Decimal]
) -> Entry:
    complete = len(points) == len(step.criteria)
    return Entry(
        application=application,
        title=title_of_entry(application, blind=step.blind),
        answers=blind_answers(application, round_),
        recused=recused.get(application.pk, ""),
        points=points,
        total=sum(points.values(), Decimal(0)) if complete else None,
    )

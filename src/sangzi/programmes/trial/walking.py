"""Walks a programme step by step through the same actions that pages call, in a transaction that is taken back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import SangziError

from ..actions import open_round
from ..definitions import ProgrammeType, programmes
from ..models import Round
from . import deciding, entering, living
from .stage import Trial, set_up

Walk = Callable[[Trial], Iterator[str]]
TO_APPLY = timedelta(days=7)
LASTS = timedelta(days=1500)

STEPS: dict[str, Walk] = {
    "openings": entering.openings,
    "applications": entering.applications,
    "screening": entering.screening,
    "judging": deciding.judging,
    "allotment": deciding.allotment,
    "pairing": deciding.pairing,
    "training": living.training,
    "service": living.service,
    "payment": living.payment,
    "feedback": living.feedback,
    "honour": living.honour,
    "close": living.close,
}


@dataclass(frozen=True)
class Happening:
    """What a step of a trial did: in words, on which day of the trial, and how long that took here."""

    step: str
    says: str
    on: date
    milliseconds: float


class NotWalkable(SangziError):
    """A definition of the right shape that cannot be lived; `context['walked']` is what went well before."""

    code = "not-walkable"
    status = 422


def walk(definition: ProgrammeType, *, now: datetime) -> list[Happening]:
    """Open a trial round of a definition and live it to its end. Nothing of it stays.

    Raises `NotWalkable` with the step and the reason.
    """
    with transaction.atomic():
        happened = _walked(definition, now)
        transaction.set_rollback(True)
    return happened


def _walked(definition: ProgrammeType, now: datetime) -> list[Happening]:
    trial = set_up(definition, now)
    happened: list[Happening] = []
    for step, act in _acts(definition):
        try:
            happened += _timed(trial, step, act)
        except SangziError as refusal:
            sentence = _("步骤 %(step)s 走不通：%(reason)s") % {"step": step, "reason": refusal.sentence}
            raise NotWalkable(sentence, walked=happened) from refusal
    return happened


def _acts(definition: ProgrammeType) -> Iterator[tuple[str, Walk]]:
    """What is walked, in order. Consent is walked where people apply; a certificate before the round is closed."""
    yield "round", _open
    for step in definition.steps:
        if step.kind == "close":
            yield from _before_close(definition)
        if step.kind in STEPS:
            yield step.kind, STEPS[step.kind]
    if definition.close is None:
        yield from _before_close(definition)


def _before_close(definition: ProgrammeType) -> Iterator[tuple[str, Walk]]:
    yield "records", living.records
    if definition.certificate is not None:
        yield "certificate", living.certificate


def _open(trial: Trial) -> Iterator[str]:
    """The round is opened with the definition that is tried, whatever file lies under its key."""
    trial.round = _opened(trial)
    yield _("开一个批次，报名%(days)d天") % {"days": TO_APPLY.days}


def _opened(trial: Trial) -> Round:
    shipped = next(iter(programmes()))
    round_ = open_round(
        programme=trial.definition.key if trial.definition.key in programmes() else shipped,
        unit=trial.county,
        title=_("试办"),
        opens=trial.today,
        closes=trial.today + LASTS,
        apply_from=trial.now,
        apply_until=trial.now + TO_APPLY,
        by=trial.staff,
    )
    if round_.digest != trial.definition.digest:
        kept = {"definition": trial.definition.model_dump_json(), "digest": trial.definition.digest}
        Round.objects.filter(pk=round_.pk).update(**kept)
        round_ = Round.objects.select_related("unit").get(pk=round_.pk)
    return round_


def _timed(trial: Trial, step: str, act: Walk) -> Iterator[Happening]:
    started = time.perf_counter()
    for sentence in act(trial):
        ended = time.perf_counter()
        yield Happening(step, sentence, trial.today, (ended - started) * 1000)
        started = ended

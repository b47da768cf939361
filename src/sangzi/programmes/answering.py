"""The answers of an application: most stay with it, those marked `keep` are evidence that is deleted in time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

from sangzi.kernel.fields import Answer, canonical, clean_all
from sangzi.kernel.fields import Field as FormField
from sangzi.units.models import Unit

from .definitions import ProgrammeType
from .models import Application


def answers_of(application: Application) -> dict[str, Answer]:
    """Everything that was answered, evidence included while it is there."""
    kept: dict[str, Answer] = json.loads(application.answers)
    evidence: dict[str, Answer] = json.loads(application.evidence or "{}")
    return kept | evidence


def set_answers(
    application: Application, fields: tuple[FormField, ...], given: Mapping[str, object], *, draft: bool
) -> None:
    """Clean what was answered and part it into answers and evidence. Raises `BadInput` that names the field."""
    cleaned: dict[str, Answer] = json.loads(clean_all(fields, given, draft=draft, unit_is_known=unit_is_known))
    passing = {field.key for field in fields if field.keep is not None}
    application.answers = canonical({key: value for key, value in cleaned.items() if key not in passing})
    evidence = {key: value for key, value in cleaned.items() if key in passing}
    application.evidence = canonical(evidence) if evidence else ""


def unit_is_known(code: str) -> bool:
    return Unit.objects.filter(code=code, closed=None).exists()


def kept_until(definition: ProgrammeType, on: date) -> date | None:
    """Until when evidence of a matter closed on a day is kept: as its fields say, and while it may be appealed."""
    fields = definition.applications.fields if definition.applications else ()
    days = [field.keep for field in fields if field.keep is not None]
    if not days:
        return None
    if definition.payment:
        days.append(definition.payment.keep)
    return on + timedelta(days=max(days))

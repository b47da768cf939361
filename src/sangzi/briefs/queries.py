"""What can be asked about briefs: those of a unit, the next number, and whether one still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Max, QuerySet

from sangzi.kernel.models import Job
from sangzi.scoreboard.models import Receipt
from sangzi.scoreboard.receipts import Check, check_all
from sangzi.units.models import Unit

from .models import Brief, Quote


@dataclass(frozen=True, slots=True)
class Checked:
    """One receipt of a brief computed again."""

    receipt: Receipt
    check: Check


@dataclass(frozen=True, slots=True)
class BriefCheck:
    """All receipts of a brief computed again, by number."""

    brief: Brief
    checked: tuple[Checked, ...]

    @property
    def different(self) -> tuple[Checked, ...]:
        """Those whose number is another one today."""
        return tuple(one for one in self.checked if not one.check.same)


def briefs_of(unit: Unit) -> QuerySet[Brief]:
    """The briefs of a unit, the latest first, without their bodies."""
    return Brief.objects.filter(unit=unit).select_related("by", "unit").defer("body").order_by("-pk")


def job_key(unit: Unit, key: str) -> str:
    """What the job of a request is called."""
    return f"brief:{unit.pk}:{key}"


def request_of(unit: Unit, key: str) -> Job | None:
    """The job that a request for a brief of the unit became."""
    return Job.objects.filter(key=job_key(unit, key)).first()


def issued_by(job: Job) -> int | None:
    """The brief that a job ended with."""
    number: int | None = json.loads(job.result).get("brief")
    return number


def next_number(unit: Unit, template: str) -> int:
    """The number that the next issue gets."""
    last = Brief.objects.filter(unit=unit, template=template).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def file_of(brief: Brief) -> Path:
    """Where the document lies."""
    return Path(settings.SANGZI_HOME) / brief.file


def check_brief(brief: Brief) -> BriefCheck:
    """Compute every receipt of a brief again, on the present records, definitions and tree."""
    quoted = Quote.objects.filter(brief=brief).values("receipt")
    receipts = list(Receipt.objects.filter(pk__in=quoted).order_by("pk"))
    return BriefCheck(brief, tuple(map(Checked, receipts, check_all(receipts))))

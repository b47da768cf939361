"""What was handed in, over all rounds of a programme: the rows behind figures of applications and applicants."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from sangzi.units.models import Unit

from ..models import Application
from .bounds import between


def handed_in(
    applications: QuerySet[Application], programme: str, unit: Unit, first: date | None, last: date | None
) -> QuerySet[Application]:
    """The applications of a programme that were handed in on some days, dealt with in a unit and below it."""
    rows = applications.filter(round__programme=programme, submitted__isnull=False, unit__path__within=unit.path)
    return between(rows.annotate(handed_on=TruncDate("submitted")), "handed_on", first, last)

"""Files among answers, of an application, a report or feedback: put into it once, by who sent them; they go with it.

An answer is only a number; without this somebody could name the file of somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta

from sangzi.kernel.fields import Field
from sangzi.kernel.models import Account, Paper
from sangzi.kernel.papers import claim_paper

from .answering import answers_of
from .definitions import ProgrammeType
from .models import Application, Feedback, Opening, Placement, Report

KEPT = timedelta(days=3 * 365)
"""How long files stay after the last day of their round, where the definition promises nothing shorter."""


def claim_files(application: Application, definition: ProgrammeType, today: date, by: Account | None) -> None:
    """Put the files that were answered into the application. Raises `NotVisible` for a file that is not `by`'s own."""
    step = definition.applications
    asked = {field.key: field for field in step.fields if field.kind == "file"} if step else {}
    answers = answers_of(application) if asked else {}
    for key, field in asked.items():
        number = answers.get(key)
        if not isinstance(number, str) or not number:
            continue
        about = about_evidence(application.pk) if field.keep is not None else f"application:{application.pk}"
        if by is not None and not _is_there(int(number), about, key):
            claim_paper(paper_id=int(number), about=about, field=key, purge_on=_last_day(application, today), by=by)


def claim_offered(opening: Opening, asked: Iterable[Field], by: Account | None) -> None:
    """Put the files that came with an offer into it. Raises `NotVisible` for a file that is not `by`'s own."""
    answers = json.loads(opening.answers)
    last = max(opening.round.closes or opening.on, opening.on) + KEPT
    for field in asked:
        number = answers.get(field.key) if field.kind == "file" else None
        if number and by is not None:
            claim_paper(paper_id=int(number), about=f"opening:{opening.pk}", field=field.key, purge_on=last, by=by)


def claim_reported(report: Report, asked: Iterable[Field], today: date, by: Account | None) -> None:
    """Put the files of a report into it; those that it no longer names go. Raises `NotVisible` as `claim_files`."""
    about, answers = about_report(report.pk), json.loads(report.answers)
    given = {field.key: answers[field.key] for field in asked if field.kind == "file" and answers.get(field.key)}
    last = _last_day_of(report.placement, today)
    for key, number in given.items():
        if by is not None and not _is_there(int(number), about, key):
            claim_paper(paper_id=int(number), about=about, field=key, purge_on=last, by=by)
    Paper.objects.filter(about=about, purged=None).exclude(pk__in=given.values()).update(purge_on=today)


def claim_said(feedback: Feedback, asked: Iterable[Field], today: date, by: Account | None) -> None:
    """Put the files of feedback into it. Raises `NotVisible` for a file that is not `by`'s own."""
    about, answers = about_feedback(feedback.pk), json.loads(feedback.answers)
    for field in asked:
        number = answers.get(field.key) if field.kind == "file" else None
        if number and by is not None:
            kept = today + timedelta(days=field.keep) if field.keep is not None else None
            last = kept or _last_day_of(feedback.placement, today)
            claim_paper(paper_id=int(number), about=about, field=field.key, purge_on=last, by=by)


def let_go_said(feedback: Iterable[int], today: date) -> int:
    """Have the files of feedback deleted when files are deleted next; how many there are."""
    abouts = [about_feedback(key) for key in feedback]
    return Paper.objects.filter(about__in=abouts, purged=None).update(purge_on=today)


def let_go_reported(reports: Iterable[int], today: date) -> int:
    """Have the files of reports deleted when files are deleted next; how many there are."""
    abouts = [about_report(key) for key in reports]
    return Paper.objects.filter(about__in=abouts, purged=None).update(purge_on=today)


def let_go(applications: Iterable[int], today: date, *, evidence_only: bool) -> int:
    """Have files of applications deleted when files are deleted next: evidence, or all of them; how many there are."""
    keys = list(applications)
    abouts = [about_evidence(key) for key in keys]
    abouts += [] if evidence_only else [f"application:{key}" for key in keys]
    return Paper.objects.filter(about__in=abouts, purged=None).update(purge_on=today)


def about_evidence(application: int) -> str:
    """What a file belongs to that goes when the time to appeal is over."""
    return f"evidence:{application}"


def about_report(report: int) -> str:
    """What a file belongs to that was handed in during a placement."""
    return f"report:{report}"


def about_feedback(feedback: int) -> str:
    """What a file belongs to that one side sent along with what it said."""
    return f"feedback:{feedback}"


def _is_there(number: int, about: str, key: str) -> bool:
    return Paper.objects.filter(pk=number, about=about, field=key, purged=None).exists()


def _last_day_of(placement: Placement, today: date) -> date:
    return max(placement.opening.round.closes or today, placement.until or today, today) + KEPT


def _last_day(application: Application, today: date) -> date:
    return max(application.round.closes or today, today) + KEPT

"""Answers that somebody who tries a form would give: the shortest that each field takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from sangzi.kernel.fields import Answer, Field
from sangzi.kernel.models import Account, Paper

from .stage import Trial

FILLING = "试填"


def answers_to(trial: Trial, fields: Iterable[Field], by: Account) -> dict[str, Answer]:
    """An answer to every field of a form, given by an account."""
    return {field.key: answer_to(trial, field, by) for field in fields}


def answer_to(trial: Trial, field: Field, by: Account) -> Answer:
    """One answer."""
    if field.kind == "file":
        return _paper(trial, field, by)
    if field.kind == "unit":
        return trial.county.code
    if field.kind == "date":
        return trial.today.isoformat()
    return PLAIN[field.kind](field)


def _paper(trial: Trial, field: Field, by: Account) -> str:
    """A paper without bytes: a file on disk would outlive the trial."""
    paper = Paper.objects.create(
        owner=by,
        field=field.key,
        name="试用.pdf",
        kind="pdf",
        size=1,
        digest="",
        stored="",
        key_id="",
        kept=trial.now,
        purge_on=trial.today + timedelta(days=7),
    )
    return str(paper.pk)


def _words(field: Field) -> str:
    least = int(field.least or len(FILLING))
    return (FILLING * (least // len(FILLING) + 1))[: max(least, len(FILLING))]


def _number(field: Field) -> str:
    return format(field.least if field.least is not None else min(Decimal(1), field.most or Decimal(1)), "f")


def _choices(field: Field) -> list[str]:
    return list(field.choices[: max(1, int(field.least or 1))])


PLAIN: dict[str, Callable[[Field], Answer]] = {
    "text": _words,
    "long": _words,
    "number": _number,
    "money": _number,
    "choice": lambda field: field.choices[0],
    "choices": _choices,
    "yes": lambda _field: "yes",
    "phone": lambda _field: "13800000000",
    "url": lambda _field: "https://example.org/",
}

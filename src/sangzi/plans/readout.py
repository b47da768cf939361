"""The part of reading a plan that needs no transaction: its text, and what the reader finds in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sangzi.engines import plangrammar
from sangzi.engines.plangrammar.errors import MAX_CHARS, PlanEmpty, PlanTooLong
from sangzi.engines.plangrammar.model import Reading
from sangzi.kernel.errors import BadInput

from . import originals
from .extract import PlanFileUnreadable, extract
from .models import Plan

Progress = Callable[[int, int, object], None]  # parts done, of all, what is being done
PARTS = 3
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Readout:
    """A plan's text with everything read from it, not yet stored."""

    text: str
    kind: str
    warnings: tuple[str, ...]  # about the file; those about its text are the reading's
    reading: Reading


def silent(_done: int, _of: int, _doing: object) -> None:
    """For callers whom nobody watches."""


def read_out(plan: Plan, progress: Progress) -> Readout:
    """Extract and read `plan`. Raises `SangziError` with the sentence that the plan is to show."""
    progress(0, PARTS, _("提取文本"))
    text, kind, warnings = _text_of(plan)
    progress(1, PARTS, _("读取规划"))
    reading = _read(text, plan)
    progress(2, PARTS, _("写入条目"))
    return Readout(text, kind, warnings, reading)


def storable(text: str) -> str:
    """The text without what a database refuses (NUL, halves of surrogate pairs), as long as before."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def too_long(length: int) -> BadInput:
    return BadInput(
        _("文本共 %(length)s 字，超过一次可读的上限 %(limit)s 字；请按章节分成几份再添加。")
        % {"length": length, "limit": MAX_CHARS},
        length=length,
    )


def _text_of(plan: Plan) -> tuple[str, str, tuple[str, ...]]:
    if not plan.original:
        return plan.text, plan.kind, ()
    path = originals.path_of(plan)
    try:
        extracted = extract(path)
    except PlanFileUnreadable as error:
        # The person knows the file by the name it came with, not by the one it is kept under.
        raise BadInput(error.sentence.replace(path.name, plan.file_name), plan=plan.pk) from error
    return storable(extracted.text), extracted.kind, extracted.warnings


def _read(text: str, plan: Plan) -> Reading:
    try:
        return plangrammar.read(text, year=plan.year)
    except PlanEmpty as error:
        raise BadInput(_("没有读到文字：文件是空的，或是扫描图像。请上传带文字的文件，或把文字粘贴进来。")) from error
    except PlanTooLong as error:
        raise too_long(error.length) from error

"""A plan comes in, as a file or as pasted text."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.engines.plangrammar.errors import MAX_CHARS
from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of
from sangzi.plans import originals, readout
from sangzi.plans.extract import KINDS, MAX_BYTES, otherwise
from sangzi.plans.models import Plan
from sangzi.units.models import Unit

from .reading import read_later


class Added(NamedTuple):
    """The plan, whether this call brought it, and what to tell the person who did."""

    plan: Plan
    is_new: bool
    sentence: str


def add_plan(
    *,
    unit: Unit,
    title: str,
    by: Account | None,
    text: str | None = None,
    data: bytes | None = None,
    file_name: str = "",
    year: int | None = None,
    sample: bool = False,
    follows: Plan | None = None,
    carries_out: Plan | None = None,
) -> Added:
    """Keep a plan of `unit`: a file is kept as it came and read by a job, a text waits for `read_plan`.

    `follows` is its last edition, `carries_out` the plan from above that it carries out.
    The same file or text twice is the same plan. Raises `BadInput` for nothing, too much, or a wrong type.
    """
    given = _given_text(text) if data is None else _given_file(data, file_name)
    links = {"follows": follows, "carries_out": carries_out}
    fields = {**given, **links, "title": _title(title, file_name), "year": year, "file_name": file_name[:200], "by": by}
    digest = fields.pop("digest")
    with transaction.atomic():
        plan, is_new = Plan.objects.get_or_create(unit=unit, digest=digest, defaults={**fields, "sample": sample})
        if is_new:
            audit.append(chain=unit.pk, act="plans.add", about=f"plan:{plan.pk}", by=by, detail={"digest": digest})
        if is_new and plan.original:
            read_later(plan=plan, by=by)
    return Added(plan, is_new, _told(plan, is_new=is_new))


def _given_text(text: str | None) -> dict[str, Any]:
    if text is None or not text.strip():
        raise BadInput(_("没有内容：请上传规划文件，或把规划的文字粘贴进来。"))
    if len(text) > MAX_CHARS:
        raise readout.too_long(len(text))
    kept = readout.storable(text)
    return {"text": kept, "kind": "txt", "digest": originals.digest_of(kept.encode())}


def _given_file(data: bytes, file_name: str) -> dict[str, Any]:
    suffix = PurePath(file_name).suffix.lower()
    if not data:
        raise BadInput(_("文件“%(name)s”是空的；请换一个文件。") % {"name": file_name})
    if len(data) > MAX_BYTES:
        told = {"name": file_name, "size": len(data) // 2**20, "limit": MAX_BYTES // 2**20}
        raise BadInput(_("文件“%(name)s”有 %(size)s MB，超过上限 %(limit)s MB；请只上传正文。") % told)
    if suffix not in KINDS:
        told = {"name": file_name, "kinds": "、".join(sorted(KINDS))}
        raise BadInput(_("文件“%(name)s”的类型读不了；可以上传的类型：%(kinds)s。") % told + otherwise(suffix))
    digest = originals.digest_of(data)
    return {"original": originals.keep(data, digest, suffix), "kind": suffix.removeprefix("."), "digest": digest}


def _title(title: str, file_name: str) -> str:
    named = title.strip() or PurePath(file_name).stem.strip()
    if not named:
        raise BadInput(_("规划没有标题；请填写标题。"))
    return named[:200]


def _told(plan: Plan, *, is_new: bool) -> str:
    told = {"title": plan.title, "day": day_of(timezone.localdate(plan.added))}
    if is_new:
        return _("已添加规划“%(title)s”。") % told
    return _("这份文件与%(day)s添加的“%(title)s”完全相同，没有重复添加。") % told

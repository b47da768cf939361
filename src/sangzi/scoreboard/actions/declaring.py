"""Indicators are made at the desk: declared, revised, withdrawn. Each is a row more; nothing is changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account
from sangzi.plans.actions import bind
from sangzi.plans.models import Commitment
from sangzi.scoreboard.declared import checked, forget, present
from sangzi.scoreboard.definition import Indicator
from sangzi.scoreboard.drafts import Draft
from sangzi.scoreboard.models import Declaration
from sangzi.scoreboard.renewal import renew_if_stale
from sangzi.units.models import Unit

LONGEST_STEM = 40  # of the 60 characters a key may have
State = Commitment.State


@transaction.atomic
def declare_indicator(
    *, unit: Unit, draft: Draft, commitment: Commitment | None, now: datetime, by: Account | None
) -> Indicator:
    """Make an indicator of a unit, and measure `commitment` by it. Raises `BadDefinition` with every complaint."""
    key = _free_key(unit, draft)
    made = _write(key, 1, unit, draft.text(key), now, by, act="declare")
    if commitment is not None:
        bind(commitment=commitment, indicator=key, by=by, known=present().holding)
    return made


@transaction.atomic
def revise_indicator(*, key: str, draft: Draft, now: datetime, by: Account | None) -> Indicator:
    """Give an indicator made at the desk another definition; receipts keep naming the one they were issued by."""
    last = _latest(key)
    return _write(key, last.version + 1, last.unit, draft.text(key), now, by, act="revise")


@transaction.atomic
def withdraw_indicator(*, key: str, now: datetime, by: Account | None) -> None:
    """Let an indicator be chosen no more. What was issued stays readable. Refused while it measures something."""
    last = _latest(key)
    bound = Commitment.objects.filter(indicator=key, state__in=(State.PROPOSED, State.CONFIRMED)).count()
    if bound:
        told = {"title": checked(last.definition, key).title, "number": bound}
        raise Conflict(_("还有 %(number)s 个条目用“%(title)s”衡量；请先给它们换指标，再停用。") % told, indicator=key)
    _write(key, last.version + 1, last.unit, last.definition, now, by, act="withdraw", withdrawn=True)


def _write(
    key: str,
    version: int,
    unit: Unit,
    text: str,
    now: datetime,
    by: Account | None,
    *,
    act: str,
    withdrawn: bool = False,
) -> Indicator:
    indicator = checked(text, key)
    Declaration.objects.create(
        key=key,
        version=version,
        unit=unit,
        definition=text,
        digest=indicator.digest,
        withdrawn=withdrawn,
        made=now,
        by=by,
    )
    forget()
    renew_if_stale()
    detail = {"version": version, "digest": indicator.digest}
    audit.append(chain=unit.pk, act=f"scoreboard.{act}", about=f"indicator:{key}", by=by, detail=detail)
    return indicator


def _latest(key: str) -> Declaration:
    """The latest version, locked so that two revisions pass one after the other."""
    rows = Declaration.objects.select_related("unit").select_for_update(of=("self",))
    last = rows.filter(key=key).order_by("-version").first()
    if last is None or last.withdrawn:
        raise Conflict(_("指标“%(key)s”不是在工作台上建立的，或者已经停用。") % {"key": key[:60]}, indicator=key)
    return last


def _free_key(unit: Unit, draft: Draft) -> str:
    """A key that no file and no row ever had: from the English title, else from the unit."""
    stem = slugify(draft.title_en)[:LONGEST_STEM].strip("-") or f"unit-{unit.slug.lower()}"
    taken = set(Declaration.objects.filter(key__startswith=stem).values_list("key", flat=True)) | set(present().files)
    keys = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in keys if key not in taken)

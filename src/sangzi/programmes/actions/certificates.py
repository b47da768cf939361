"""Certificates: issued once for what was done, numbered, checkable by anybody, revocable with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sangzi.kernel.errors import Conflict, SangziError
from sangzi.kernel.models import Account

from ..certificate_numbers import number_of
from ..definitions import frozen
from ..deserving import what_is_missing, words_for
from ..life import noted, reason_given
from ..models import Certificate, Placement
from ..telling_placed import PAPERS, inform_placed

TRIES = 20


@dataclass(frozen=True)
class Issued:
    """What came of issuing many: the certificates, and who got none, with the reason."""

    done: list[Certificate]
    refused: list[tuple[Placement, str]]


@transaction.atomic
def issue(*, placement: Placement, now: datetime, by: Account | None) -> Certificate:
    """Certify what somebody did. Asked twice it is one certificate."""
    today = timezone.localdate(now)
    missing = what_is_missing(placement, today)
    if missing:
        raise Conflict(_("还不能发证书：%(missing)s。") % {"missing": missing}, placement=placement.pk)
    definition = frozen(placement.opening.round.definition)
    assert definition.certificate is not None
    title = definition.certificate.title
    there = Certificate.objects.filter(placement=placement, title=title, revoked=None).first()
    if there is not None:
        return there
    certificate = _numbered(placement, title, words_for(placement, today), today)
    noted(placement, "issue", by, certificate=certificate.number)
    inform_placed(
        placement,
        kind=PAPERS,
        title=gettext_noop("您的证书可以下载了：%(opening)s"),
        key=f"certificate:{certificate.pk}",
        now=now,
        by=by,
    )
    return certificate


def issue_many(*, placements: Iterable[Placement], now: datetime, by: Account | None) -> Issued:
    """Certify all who have earned it; the others are named with the reason. Each is a transaction of its own."""
    outcome = Issued([], [])
    for placement in placements:
        try:
            outcome.done.append(issue(placement=placement, now=now, by=by))
        except SangziError as refused:
            outcome.refused.append((placement, refused.sentence))
    return outcome


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, now: datetime, by: Account | None) -> Certificate:
    """Take a certificate back; whoever checks its number learns that it is no longer valid."""
    reason = reason_given(reason, _("撤销证书要写明原因；请补充。"))
    rows = Certificate.objects.filter(pk=certificate.pk, revoked=None)
    if not rows.update(revoked=timezone.localdate(now), reason=reason):
        raise Conflict(_("这份证书已经撤销；请刷新页面。"), certificate=certificate.pk)
    certificate.refresh_from_db()
    noted(certificate.placement, "revoke", by, certificate=certificate.number)
    inform_placed(
        certificate.placement,
        kind=PAPERS,
        title=gettext_noop("一份证书已撤销：%(number)s"),
        text="%(reason)s",
        key=f"certificate:{certificate.pk}:revoked",
        now=now,
        by=by,
        number=certificate.number,
        reason=reason,
    )
    return certificate


def _numbered(placement: Placement, title: str, text: str, on: date) -> Certificate:
    """A certificate under the next free number; of two at once each finds its own."""
    for _attempt in range(TRIES):
        number = number_of(on.year, _last(on.year) + 1)
        digest = hashlib.sha256(f"{number}\n{title}\n{text}\n{on}".encode()).hexdigest()
        try:
            with transaction.atomic():
                return Certificate.objects.create(
                    placement=placement, number=number, title=title, text=text, issued=on, digest=digest
                )
        except IntegrityError:
            there = Certificate.objects.filter(placement=placement, title=title, revoked=None).first()
            if there is not None:
                return there
    raise Conflict(_("正在同时发很多证书；请稍后再试。"), placement=placement.pk)


def _last(year: int) -> int:
    """The count of the last certificate of a year."""
    rows = Certificate.objects.filter(number__startswith=f"SZ{year}-").order_by("-pk")
    last = rows.values_list("number", flat=True).first()
    return int(last.split("-")[1]) if last else 0

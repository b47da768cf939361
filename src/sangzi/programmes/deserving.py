"""Who has earned a certificate, and what it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangzi.kernel.wording import day_of

from .attendances import kind_counted, marked, token_of
from .definitions import CertificateOf, ProgrammeType, frozen
from .models import COUNTED, Honour, Placement, PlacementState, Record, Session

CHINESE = "zh-hans"


def what_is_missing(placement: Placement, today: date) -> str:
    """Why a certificate may not be issued yet, in words; empty when it may."""
    definition = frozen(placement.opening.round.definition)
    certificate = definition.certificate
    if certificate is None:
        return _("本项目不发证书")
    if placement.state not in COUNTED or placement.state == PlacementState.BROKEN:
        return _("没有参加到底")
    if certificate.when == "honoured" and not _is_honoured(placement):
        return _("没有获得表彰")
    if certificate.when == "finished" and placement.state != PlacementState.FINISHED:
        return _("还没有完成")
    if certificate.when == "served" and not quantity_of(placement, certificate):
        return _("还没有确认过的纪实")
    return _short_of_training(placement, definition, today)


def quantity_of(placement: Placement, certificate: CertificateOf) -> Decimal:
    """What the person did in the round by confirmed records of the certificate's kind; reversals take away."""
    if not certificate.record:
        return Decimal(0)
    who = {"person": placement.person_id} if placement.person_id else {"partner": placement.partner_id}
    rows = Record.objects.filter(round=placement.opening.round_id, kind=certificate.record, **who)
    return (rows.aggregate(all=Sum("quantity"))["all"] or Decimal(0)).quantize(Decimal("0.01"))


def name_on(placement: Placement) -> str:
    """Whom the certificate is for."""
    application = placement.application
    if application is not None and application.kind == "team" and application.name:
        return application.name
    if placement.person:
        return placement.person.name
    return placement.partner.name if placement.partner else placement.for_unit.name if placement.for_unit else ""


def words_for(placement: Placement, today: date) -> str:
    """What the certificate says, in Chinese, whoever asks for it."""
    definition = frozen(placement.opening.round.definition)
    certificate = definition.certificate
    assert certificate is not None
    kind = definition.kind(certificate.record) if certificate.record else None
    with override(CHINESE):
        return certificate.says.format(
            name=name_on(placement),
            opening=placement.opening.title,
            unit=placement.opening.unit.name,
            since=day_of(placement.arrived or placement.since),
            until=day_of(placement.ended or placement.until or placement.opening.until or today),
            quantity=f"{quantity_of(placement, certificate).normalize():f}",
            measure=kind.unit if kind else "",
        )


def share_attended(placement: Placement, today: date) -> int | None:
    """At how many percent of the sessions so far somebody was; None where there was no session."""
    sessions = list(
        Session.objects.filter(opening=placement.opening_id, cancelled=False, on__lte=today).select_related("opening")
    )
    if not sessions:
        return None
    key = f"person-{placement.person_id}" if placement.person_id else f"placement-{placement.pk}"
    there = sum(token_of(session, key) in marked(session) for session in sessions)
    return there * 100 // len(sessions)


def _short_of_training(placement: Placement, definition: ProgrammeType, today: date) -> str:
    step = definition.training
    if step is None or not step.passes or kind_counted(definition) is None:
        return ""
    share = share_attended(placement, today)
    if share is not None and share >= step.passes:
        return ""
    return _("培训到场%(share)d%%，要到%(passes)d%%") % {"share": share or 0, "passes": step.passes}


def _is_honoured(placement: Placement) -> bool:
    return Honour.objects.filter(application=placement.application_id, revoked=None).exists()

"""For whom somebody applies: themselves, a team, an organisation, or a unit they work for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.people.access import own_person
from sangzi.people.actions import add_partner
from sangzi.people.entering import clean_credit_code
from sangzi.people.models import Partner, Person
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Applicant
from sangzi.programmes.steps import Applications
from sangzi.units.models import Level, Unit
from sangzi.units.paths import keys
from sangzi.units.queries.listing import units_by_key

KIND_OF_PARTNER = "其他单位"


def kinds_for(request: Any, step: Applications) -> list[str]:
    """The kinds of applicant that a round takes and that the visitor can be."""
    return [kind for kind in step.by if kind not in (Applicant.UNIT, Applicant.VILLAGE) or units_for(request, kind)]


def units_for(request: Any, kind: str) -> list[Unit]:
    """The units that the visitor may apply for: those they work for; for a village's application, villages."""
    if kind not in (Applicant.UNIT, Applicant.VILLAGE):
        return []
    units = units_by_key(keys(path)[-1] for path in request.scope.writable.prefixes)
    return [unit for unit in units.values() if kind == Applicant.UNIT or unit.level == Level.VILLAGE]


def person_of(request: Any) -> Person | None:
    """The visitor's own person, home along."""
    return own_person(request.user)


def bidder_of(request: Any, kind: str, given: dict[str, Any]) -> Bidder:
    """The applicant that a form names. Raises `BadInput` where it names none."""
    person = person_of(request)
    if kind in (Applicant.UNIT, Applicant.VILLAGE):
        return Bidder(kind, person=person, unit=_unit(request, kind, given))
    if person is None:
        raise BadInput(_("还没有您的个人资料；请先补充姓名、电话和家乡。"))
    if kind == Applicant.PARTNER:
        return Bidder(kind, person=person, partner=_partner(request, person, given))
    return Bidder(kind, person=person)


def _unit(request: Any, kind: str, given: dict[str, Any]) -> Unit:
    chosen = next((unit for unit in units_for(request, kind) if str(unit.pk) == given.get("unit")), None)
    if chosen is None:
        raise BadInput(_("请选择代表哪个单位报名。"), field="unit")
    return chosen


def _partner(request: Any, person: Person, given: dict[str, Any]) -> Partner:
    """The organisation of that credit code; one that is not known yet is written down."""
    name, code = given.get("partner_name") or "", clean_credit_code(given.get("partner_code") or "")
    if not name or not code:
        raise BadInput(_("请填写单位全称和统一社会信用代码。"), field="partner_code" if name else "partner_name")
    known = Partner.objects.filter(credit_code=code).select_related("home").first()
    if known is not None:
        return known
    return add_partner(
        name=name,
        kind=KIND_OF_PARTNER,
        home=person.home,
        credit_code=code,
        today=timezone.localdate(),
        by=request.user,
    )

"""Who bids: a person, a team through its captain, a partner, a unit, or a village through its secretary."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.people.models import Partner, Person
from sangzi.units.models import Unit

from .models import Applicant, Application

OF_PERSONS = (Applicant.PERSON, Applicant.TEAM)
OF_UNITS = (Applicant.UNIT, Applicant.VILLAGE)


@dataclass(frozen=True)
class Bidder:
    """An applicant. `person` is who applies, a team's captain, or whoever writes for a partner or a unit."""

    kind: str
    person: Person | None = None
    partner: Partner | None = None
    unit: Unit | None = None

    @classmethod
    def of(cls, application: Application) -> Bidder:
        """Whoever made an application. Reads person, partner and unit: select them along."""
        return cls(application.kind, application.person, application.partner, application.for_unit)

    @property
    def home(self) -> Unit:
        """Where the bidder belongs. Raises `BadInput` where nobody bids."""
        if self.kind in OF_UNITS and self.unit is not None:
            return self.unit
        if self.kind == Applicant.PARTNER and self.partner is not None:
            return self.partner.home
        if self.kind in OF_PERSONS and self.person is not None:
            return self.person.home
        raise BadInput(_("没有写明由谁报名；请选择报名的人、合作方或单位。"), field="bidder")

    @property
    def named(self) -> Q:
        """The condition for rows (applications, placements) that are this bidder's own."""
        if self.kind in OF_UNITS:
            return Q(for_unit=self.unit)
        if self.kind == Applicant.PARTNER:
            return Q(partner=self.partner)
        return Q(person=self.person, partner=None, for_unit=None)

    @property
    def taker(self) -> dict[str, Person | Partner | Unit | None]:
        """Whom a placement names: exactly one."""
        if self.kind in OF_UNITS:
            return {"for_unit": self.unit}
        if self.kind == Applicant.PARTNER:
            return {"partner": self.partner}
        return {"person": self.person}

"""The kinds of step a programme is made of: a closed set, one file each, each with its own closed parameters."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from .allotment import Allotment
from .applications import Applications
from .base import Part
from .close import Close
from .consent import Consent
from .feedback import Feedback
from .honour import Honour
from .judging import Judging
from .openings import Openings
from .pairing import Pairing
from .payment import Payment
from .screening import Screening, Within
from .service import Service
from .training import Training

__all__ = [
    "Allotment",
    "Applications",
    "Close",
    "Consent",
    "Feedback",
    "Honour",
    "Judging",
    "Openings",
    "Pairing",
    "Part",
    "Payment",
    "Screening",
    "Service",
    "Step",
    "Training",
    "Within",
    "complaint_about",
]

Step = Annotated[
    Openings | Applications | Screening | Judging | Allotment | Pairing | Consent | Training | Service | Payment
    | Feedback | Honour | Close,
    Field(discriminator="kind"),
]  # fmt: skip

# What must stand somewhere before a step.
NEEDS = {
    "applications": "openings",
    "screening": "applications",
    "judging": "applications",
    "allotment": "openings",
    "pairing": "openings",
}


def complaint_about(kinds: list[str]) -> str:
    """What is wrong with the order of some steps; empty when it is legal."""
    for at, kind in enumerate(kinds):
        if kind in kinds[:at]:
            return _("步骤 %(kind)s 出现了两次") % {"kind": kind}
        if kind in NEEDS and NEEDS[kind] not in kinds[:at]:
            return _("步骤 %(kind)s 之前要有 %(needed)s") % {"kind": kind, "needed": NEEDS[kind]}
    if "close" in kinds[:-1]:
        return _("步骤 close 只能放在最后")
    return ""

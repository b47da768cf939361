"""The kinds of step a programme is made of: a closed set, each with its own closed parameters."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Openings(_Step):
    """Units or persons offer something: posts, seats, a mentor's time. `most` bounds one opening's capacity."""

    kind: Literal["openings"]
    offers: str
    offers_en: str
    most: int = Field(default=1000, ge=1)


class Applications(_Step):
    """Persons, teams or organisations bid for openings."""

    kind: Literal["applications"]


class Screening(_Step):
    """Who does not meet the conditions is told so, with the reason."""

    kind: Literal["screening"]


class Judging(_Step):
    """Judges with declared interests score entries."""

    kind: Literal["judging"]


class Allotment(_Step):
    """A rule decides who gets which opening."""

    kind: Literal["allotment"]


class Pairing(_Step):
    """Persons are paired with the person who offers the opening, who takes `least` to `most` of them in a round."""

    kind: Literal["pairing"]
    least: int = Field(default=1, ge=1)
    most: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _least_is_not_above_most(self) -> Self:
        if self.least > self.most:
            raise ValueError(_("least 不能大于 most"))
        return self


class Consent(_Step):
    """The person, or the guardian of a minor, agrees."""

    kind: Literal["consent"]


class Training(_Step):
    """Those placed are trained."""

    kind: Literal["training"]


class Service(_Step):
    """The work itself, which leaves records."""

    kind: Literal["service"]


class Payment(_Step):
    """Money is paid out; the ledger keeps it."""

    kind: Literal["payment"]


class Feedback(_Step):
    """Both sides say how it was."""

    kind: Literal["feedback"]


class Honour(_Step):
    """Results are shown publicly and honoured."""

    kind: Literal["honour"]


class Close(_Step):
    """The round ends."""

    kind: Literal["close"]


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

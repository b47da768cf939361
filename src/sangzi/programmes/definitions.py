"""Programmes as an organisation declares them: their steps, and what records they leave."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated, Literal, Self, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sangzi.kernel import definitions
from sangzi.kernel.errors import BadInput
from sangzi.kernel.wording import speaks_english

from .steps import Openings, Pairing, Step, complaint_about

Wanted = Literal["none", "optional", "required"]
Amount = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
S = TypeVar("S", bound=BaseModel)


class RecordKind(BaseModel):
    """One kind of record: what it counts, in which measure word, and with or without a person and a place.

    `quantity` is what one record stands for unless it says otherwise, `most` the largest believable amount.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,58}$")
    title: str
    title_en: str
    unit: str
    unit_en: str
    person: Wanted = "none"
    place: Wanted = "none"
    quantity: Amount = Decimal(1)
    most: Amount = Decimal(1)

    @model_validator(mode="after")
    def _default_is_believable(self) -> Self:
        if self.quantity > self.most:
            raise ValueError(_("quantity 不能大于 most"))
        return self

    @property
    def measure(self) -> str:
        """The measure word in the language that is spoken now."""
        return self.unit_en if speaks_english() else self.unit


class ProgrammeType(definitions.Definition):
    """A kind of work. `capability` is the code of what it belongs to, `source` the clause that asks for it."""

    steward: str
    steward_en: str
    summary: str
    summary_en: str
    capability: str = Field(pattern=r"^C(0[1-9]|1[0-4])$")
    steps: tuple[Step, ...] = Field(min_length=1)
    records: tuple[RecordKind, ...] = Field(min_length=1)
    source: str

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        complaint = complaint_about([step.kind for step in self.steps])
        if complaint:
            raise ValueError(complaint)
        kinds = [kind.key for kind in self.records]
        if len(kinds) != len(set(kinds)):
            raise ValueError(_("有两类纪实的 key 相同"))
        return self

    @property
    def openings(self) -> Openings | None:
        return _first(self.steps, Openings)

    @property
    def pairing(self) -> Pairing | None:
        return _first(self.steps, Pairing)

    def kind(self, key: str) -> RecordKind | None:
        return next((kind for kind in self.records if kind.key == key), None)


def _first(steps: tuple[Step, ...], shape: type[S]) -> S | None:
    return next((step for step in steps if isinstance(step, shape)), None)


@cache
def programmes() -> dict[str, ProgrammeType]:
    """All declared programmes by key."""
    return definitions.load("programmes", ProgrammeType)


def record_tags() -> list[str]:
    """Every programme/kind."""
    return [f"{programme.key}/{kind.key}" for programme in programmes().values() for kind in programme.records]


def people_tags() -> list[str]:
    """Every programme/kind whose records may name a person."""
    return [
        f"{programme.key}/{kind.key}"
        for programme in programmes().values()
        for kind in programme.records
        if kind.person != "none"
    ]


def offering() -> list[str]:
    """Programmes in which something with a capacity is offered."""
    return [key for key, programme in programmes().items() if programme.openings]


def pairing() -> list[str]:
    """Programmes that pair persons."""
    return [key for key, programme in programmes().items() if programme.pairing]


@lru_cache(maxsize=512)
def frozen(definition: str) -> ProgrammeType:
    """A definition as a round keeps it."""
    return ProgrammeType.model_validate_json(definition)


def known_programme(key: str) -> ProgrammeType:
    """The declared programme of that key."""
    if key not in programmes():
        raise BadInput(_("没有名为“%(programme)s”的项目；请从项目列表中选择。") % {"programme": key}, field="programme")
    return programmes()[key]

"""Programmes as an organisation declares them: their steps, and what records they leave."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Annotated, Literal, Self, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, model_validator

from sangzi.kernel import definitions
from sangzi.kernel.complaints import meant
from sangzi.kernel.errors import BadInput
from sangzi.kernel.wording import speaks_english

from .rules import Rule
from .steps import (
    Allotment,
    Applications,
    Close,
    Consent,
    Feedback,
    Honour,
    Judging,
    Openings,
    Pairing,
    Part,
    Payment,
    Screening,
    Service,
    Step,
    Training,
    complaint_about,
)
from .upgrades import FORMAT, upgraded

Wanted = Literal["none", "optional", "required"]
Amount = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
S = TypeVar("S", bound=BaseModel)
# The public face: 燕归桑梓 to come home, 情系桑梓 to know it, 建功桑梓 to work for it, 回馈桑梓 to give back.
Entry = Literal["return", "roots", "build", "give", "none"]
Platform = Literal["start-ups", "volunteering", "care", "culture"]


class RecordKind(Part):
    """One kind of record: what it counts, in which measure word, and with or without a person and a place.

    `quantity` is what one record stands for unless it says otherwise, `most` the largest believable amount.
    """

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


class CertificateOf(Part):
    """What a certificate of this programme says: {name}, {opening}, {unit}, {since}, {until}, {quantity}, {measure}.

    `record`: the kind whose quantities it sums. `when`: what must have happened first.
    """

    title: str
    title_en: str
    says: str
    record: str = ""
    when: Literal["placed", "served", "finished", "honoured"] = "finished"


class ProgrammeType(definitions.Definition):
    """A kind of work. `capability` is the code of what it belongs to, `source` the clause that asks for it.

    `format` is the schema number of the file; an older file or frozen definition is brought up by `upgrades`.
    `entry` and `platform` say where on the public face and under which of the four platforms it stands; `covers` names
    the items of the scope (`definitions/scope.toml`) that it serves.
    """

    format: Literal[2] = FORMAT
    steward: str
    steward_en: str
    summary: str
    summary_en: str
    capability: str = Field(pattern=r"^C(0[1-9]|1[0-4])$")
    steps: tuple[Step, ...] = Field(min_length=1)
    records: tuple[RecordKind, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()
    certificate: CertificateOf | None = None
    entry: Entry = "none"
    platform: Platform | None = None
    covers: tuple[str, ...] = ()
    source: str

    @model_validator(mode="before")
    @classmethod
    def _brought_up(cls, told: object) -> object:
        return upgraded(told) if isinstance(told, dict) else told

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        complaint = complaint_about([step.kind for step in self.steps])
        if complaint:
            raise ValueError(complaint)
        kinds = [kind.key for kind in self.records]
        if len(kinds) != len(set(kinds)):
            raise ValueError(_("有两类纪实的 key 相同"))
        for named in self._kinds_named():
            if named not in kinds:
                raise ValueError(_("没有 key 是“%(key)s”的纪实") % {"key": named} + meant(named, kinds))
        return self

    def _kinds_named(self) -> list[str]:
        """Kinds of record that steps and the certificate refer to."""
        steps = (self.training, self.service, self.payment, self.honour)
        named = [step.record for step in steps if step is not None]
        return [key for key in (*named, self.certificate.record if self.certificate else "") if key]

    @cached_property
    def openings(self) -> Openings | None:
        return _first(self.steps, Openings)

    @cached_property
    def applications(self) -> Applications | None:
        return _first(self.steps, Applications)

    @cached_property
    def screening(self) -> Screening | None:
        return _first(self.steps, Screening)

    @cached_property
    def judging(self) -> Judging | None:
        return _first(self.steps, Judging)

    @cached_property
    def allotment(self) -> Allotment | None:
        return _first(self.steps, Allotment)

    @cached_property
    def pairing(self) -> Pairing | None:
        return _first(self.steps, Pairing)

    @cached_property
    def consent(self) -> Consent | None:
        return _first(self.steps, Consent)

    @cached_property
    def training(self) -> Training | None:
        return _first(self.steps, Training)

    @cached_property
    def service(self) -> Service | None:
        return _first(self.steps, Service)

    @cached_property
    def payment(self) -> Payment | None:
        return _first(self.steps, Payment)

    @cached_property
    def feedback(self) -> Feedback | None:
        return _first(self.steps, Feedback)

    @cached_property
    def honour(self) -> Honour | None:
        return _first(self.steps, Honour)

    @cached_property
    def close(self) -> Close | None:
        return _first(self.steps, Close)

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


def applying() -> list[str]:
    """Programmes in which somebody applies."""
    return [key for key, programme in programmes().items() if programme.applications]


def pairing() -> list[str]:
    """Programmes that pair persons."""
    return [key for key, programme in programmes().items() if programme.pairing]


def suggesting() -> list[str]:
    """Programmes in which people are suggested for what is offered."""
    return [key for key, programme in programmes().items() if programme.openings and programme.openings.suggest]


@lru_cache(maxsize=512)
def frozen(definition: str) -> ProgrammeType:
    """A definition as a round keeps it."""
    return ProgrammeType.model_validate_json(definition)


def known_programme(key: str) -> ProgrammeType:
    """The declared programme of that key."""
    if key not in programmes():
        raise BadInput(_("没有名为“%(programme)s”的项目；请从项目列表中选择。") % {"programme": key}, field="programme")
    return programmes()[key]

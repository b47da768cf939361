"""Registers as an organisation declares them: what they list, with which fields, and who may enter."""

from __future__ import annotations

from functools import cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sangzi.kernel import definitions

Kind = Literal["text", "choice", "date", "number"]
Role = Literal["lead", "officer", "counsellor"]


class RegisterField(BaseModel):
    """One thing a register asks for beyond the name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    title: str
    title_en: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    required: bool = False

    @model_validator(mode="after")
    def _choices_go_with_choice(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("'choices' goes with the kind 'choice', and with no other kind")
        return self


class RegisterType(definitions.Definition):
    """A named list of persons or partners. `review_days`: after how long a line is to be looked at again."""

    of: Literal["person", "partner"]
    fields: tuple[RegisterField, ...] = ()
    may_enter: tuple[Role, ...] = Field(default=("lead", "officer"), min_length=1)
    review_days: int | None = Field(default=None, ge=1)
    source: str

    @model_validator(mode="after")
    def _a_field_stands_once(self) -> Self:
        keys = [field.key for field in self.fields]
        if len(keys) != len(set(keys)):
            raise ValueError("a field's key is there twice")
        return self


@cache
def registers() -> dict[str, RegisterType]:
    """All declared registers by key."""
    return definitions.load("registers", RegisterType)

"""Registers as an organisation declares them: what they list, with which fields, and who may enter."""

from __future__ import annotations

from functools import cache
from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field as Constrained
from pydantic import model_validator

from sangzi.kernel import definitions
from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import Field, doubles

Role = Literal["lead", "officer", "counsellor"]


class RegisterType(definitions.Definition):
    """A named list of persons or partners. `review_days`: after how long a line is to be looked at again."""

    of: Literal["person", "partner"]
    fields: tuple[Field, ...] = ()
    may_enter: tuple[Role, ...] = Constrained(default=("lead", "officer"), min_length=1)
    review_days: int | None = Constrained(default=None, ge=1)
    source: str

    @model_validator(mode="after")
    def _a_field_stands_once(self) -> Self:
        if doubles(self.fields):
            raise ValueError(_("有两个字段的 key 相同"))
        return self


@cache
def registers() -> dict[str, RegisterType]:
    """All declared registers by key."""
    return definitions.load("registers", RegisterType)


def known_register(key: str) -> RegisterType:
    """The declared register of that key."""
    if key not in registers():
        raise BadInput(_("没有名为“%(register)s”的名册；请从名册列表中选择。") % {"register": key}, field="register")
    return registers()[key]

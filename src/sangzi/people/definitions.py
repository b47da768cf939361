"""Registers as an organisation declares them: what they list, with which fields, and who may enter."""

from __future__ import annotations

from functools import cache
from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field as Constrained
from pydantic import model_validator

from sangzi.kernel import definitions
from sangzi.kernel.complaints import meant
from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import Field, doubles

Role = Literal["lead", "officer", "counsellor", "self"]
FORMAT = 1


class RegisterType(definitions.Definition):
    """A named list of persons or partners.

    `format` is the schema number of the file. `may_enter` names roles of staff, and `self` where the person enters
    themselves (and staff may invite). `review_days`: after how long a line is to be looked at again; `expires_days`:
    after how long it ends unless the person renews it. `skills` are the fields that a search for skill reads, `free`
    is the one (of choices) that says when somebody has time.
    `public`: whether a card may be shown to anyone, with the person's own consent to that. `covers` are the rows of
    the inventory that it serves.
    """

    format: int = Constrained(default=FORMAT, ge=1, le=FORMAT)
    of: Literal["person", "partner"]
    fields: tuple[Field, ...] = ()
    may_enter: tuple[Role, ...] = Constrained(default=("lead", "officer"), min_length=1)
    review_days: int | None = Constrained(default=None, ge=1)
    expires_days: int | None = Constrained(default=None, ge=30)
    skills: tuple[str, ...] = ()
    free: str = ""
    public: bool = False
    covers: tuple[str, ...] = ()
    summary: str = ""
    summary_en: str = ""
    source: str

    @model_validator(mode="after")
    def _a_field_stands_once(self) -> Self:
        if doubles(self.fields):
            raise ValueError(_("有两个字段的 key 相同"))
        return self

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        keys = [field.key for field in self.fields]
        for skill in self.skills:
            if skill not in keys:
                raise ValueError(_("skills 里的“%(key)s”不是这个名册的字段") % {"key": skill} + meant(skill, keys))
        if self.free and self.free not in [field.key for field in self.fields if field.choices]:
            raise ValueError(_("free 里的“%(key)s”不是这个名册的选择题") % {"key": self.free} + meant(self.free, keys))
        if self.of == "partner" and "self" in self.may_enter:
            raise ValueError(_("合作方名册不能由本人登记（may_enter 里的 self）"))
        if self.expires_days and "self" not in self.may_enter:
            raise ValueError(_("expires_days 只用于本人登记的名册（may_enter 里要有 self）"))
        return self

    @property
    def by_self(self) -> bool:
        """Whether persons enter themselves."""
        return "self" in self.may_enter

    @property
    def by_staff(self) -> bool:
        """Whether staff may enter lines; where they may not, they invite."""
        return bool(set(self.may_enter) - {"self"})


@cache
def registers() -> dict[str, RegisterType]:
    """All declared registers by key."""
    return definitions.load("registers", RegisterType)


def known_register(key: str) -> RegisterType:
    """The declared register of that key."""
    if key not in registers():
        raise BadInput(_("没有名为“%(register)s”的名册；请从名册列表中选择。") % {"register": key}, field="register")
    return registers()[key]

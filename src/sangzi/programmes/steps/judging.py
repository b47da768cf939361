"""Judging: judges with declared interests score entries."""

from __future__ import annotations

from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from .base import Part, Step


class Criterion(Part):
    """One thing that judges score, from 0 to `most`."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,58}$")
    title: str
    title_en: str
    most: int = Field(default=100, ge=1, le=1000)


class Stage(Part):
    """One stage of a contest; the best `keeps` go on (0: all who reach `least` percent)."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,58}$")
    title: str
    title_en: str
    keeps: int = Field(default=0, ge=0)
    least: int = Field(default=0, ge=0, le=100)


class Judging(Step):
    """At least `judges` score each entry by `criteria`, stage after stage.

    `blind`: no judge sees another's scores before all are in, nor who the applicant is. `trimmed`: the highest and
    the lowest score are left out, which needs five judges.
    """

    kind: Literal["judging"]
    judges: int = Field(default=3, ge=1, le=99)
    blind: bool = True
    trimmed: bool = False
    criteria: tuple[Criterion, ...] = (Criterion(key="overall", title="总评", title_en="Overall"),)
    stages: tuple[Stage, ...] = (Stage(key="final", title="评审", title_en="Judging"),)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.trimmed and self.judges < 5:
            raise ValueError(_("trimmed 要有五名以上评委，judges 不能小于 5"))
        for name, parts in (("criteria", self.criteria), ("stages", self.stages)):
            keys = [part.key for part in parts]
            if not keys or len(keys) != len(set(keys)):
                raise ValueError(_("%(name)s 不能为空，key 不能相同") % {"name": name})
        return self

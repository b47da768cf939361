"""Service: the work itself, which leaves records."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sangzi.kernel.fields import Field as FormField

from .base import Part, Step


class Report(Part):
    """Something those placed hand in, `due` days after they began: a plan, a mid-term report, a final one."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,58}$")
    title: str
    title_en: str
    due: int = Field(default=30, ge=0, le=3650)
    fields: tuple[FormField, ...] = Field(min_length=1)


class Service(Step):
    """Being there leaves records of the kind `record`: hours or shifts, confirmed by whoever offers the opening.

    `onboard`: the place confirms that the person arrived before the service counts as begun.
    """

    kind: Literal["service"]
    record: str = ""
    onboard: bool = False
    reports: tuple[Report, ...] = ()

"""Consent: the person, or the guardian of a minor, agrees."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Step


class Consent(Step):
    """What is agreed to, and how long that holds. `guardian`: whose guardian is asked as well."""

    kind: Literal["consent"]
    purpose: str = "为办理本项目使用所填信息"
    purpose_en: str = "Use of what was filled in to run this programme"
    guardian: Literal["minors", "always", "never"] = "minors"
    days: int = Field(default=365, ge=1, le=3650)

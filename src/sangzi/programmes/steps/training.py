"""Training: those placed are trained in sessions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Step


class Training(Step):
    """Attendance at a session leaves a record of the kind `record`. Whoever was at `passes` percent has completed.

    `session` is what the sessions are counted in: 课 for 第3课, 班 for 第3班.
    """

    kind: Literal["training"]
    record: str = ""
    passes: int = Field(default=0, ge=0, le=100)
    session: str = Field(default="", max_length=10)
    session_en: str = Field(default="", max_length=30)

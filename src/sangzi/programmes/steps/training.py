"""Training: those placed are trained in sessions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Step


class Training(Step):
    """Attendance at a session leaves a record of the kind `record`. Whoever was at `passes` percent has completed."""

    kind: Literal["training"]
    record: str = ""
    passes: int = Field(default=0, ge=0, le=100)

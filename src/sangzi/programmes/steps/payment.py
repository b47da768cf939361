"""Payment: money is paid out by whoever holds it; what was paid is recorded, never moved by the product."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Step


class Payment(Step):
    """In at most `parts` parts; each leaves a record of the kind `record`, in 元.

    Means data is deleted `keep` days after the decision, when the time to appeal is over.
    """

    kind: Literal["payment"]
    record: str = ""
    parts: int = Field(default=1, ge=1, le=24)
    keep: int = Field(default=60, ge=0, le=3650)

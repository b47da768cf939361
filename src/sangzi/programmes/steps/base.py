"""What all kinds of step share: closed parameters, frozen."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A closed table of a definition: a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(Part):
    """One step of a programme's life."""

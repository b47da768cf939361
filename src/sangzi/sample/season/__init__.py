"""The season of the sample: rounds of many programmes in every state, lived by the same actions that pages call."""

from .playing import play

__all__ = ["play"]

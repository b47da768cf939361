"""A programme tried out: a round with sample people that is walked from offer to close and leaves nothing behind."""

from .walking import Happening, NotWalkable, walk

__all__ = ["Happening", "NotWalkable", "walk"]

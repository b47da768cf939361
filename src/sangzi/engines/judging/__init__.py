"""Standings of a contest from what judges gave: means, trimmed on wish, ties broken by a rule in words."""

from .lots import lots
from .standings import Standing, standings

__all__ = ["Standing", "lots", "standings"]

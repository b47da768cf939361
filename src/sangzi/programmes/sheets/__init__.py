"""Sheets of programmes: what is offered, and applications collected on paper, brought and taken away as tables."""

from . import applications, openings
from .applications import APPLICATIONS, application_template, columns_to_apply
from .openings import OPENINGS, columns_to_offer, opening_template

__all__ = [
    "APPLICATIONS",
    "OPENINGS",
    "application_template",
    "applications",
    "columns_to_apply",
    "columns_to_offer",
    "opening_template",
    "openings",
]

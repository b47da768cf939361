"""What can happen to plans, their commitments and targets."""

from .adding import Added, add_plan
from .cascading import Descent, cascade, cascade_down, redo_cascade, redo_cascade_down, withdraw_cascade
from .deciding import bind, confirm, correct_commitment, dismiss, restore
from .reading import note_failure, read_later, read_plan, store_reading

__all__ = [
    "Added",
    "Descent",
    "add_plan",
    "bind",
    "cascade",
    "cascade_down",
    "confirm",
    "correct_commitment",
    "dismiss",
    "note_failure",
    "read_later",
    "read_plan",
    "redo_cascade",
    "redo_cascade_down",
    "restore",
    "store_reading",
    "withdraw_cascade",
]

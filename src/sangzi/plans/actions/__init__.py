"""What can happen to plans, their commitments and targets."""

from .adding import Added, add_plan
from .batches import confirm_sure, dismiss_results, restore_many
from .by_hand import add_commitment
from .cascading import Descent, cascade, cascade_down, redo_cascade, redo_cascade_down, withdraw_cascade
from .deciding import bind, confirm, correct_commitment, dismiss, restore, uncorrect
from .departments import add_department, join_department, leave_department, merge_departments, part_department
from .describing import describe_plan
from .objecting import answer_objection, object_to, withdraw_objection
from .reading import note_failure, read_later, read_plan, store_reading
from .reshaping import merge_commitments, put_back, split_commitment
from .resolving import Resolved, change_target, resolve, resolve_later

__all__ = [
    "Added",
    "Descent",
    "Resolved",
    "add_commitment",
    "add_department",
    "add_plan",
    "answer_objection",
    "bind",
    "cascade",
    "cascade_down",
    "change_target",
    "confirm",
    "confirm_sure",
    "correct_commitment",
    "describe_plan",
    "dismiss",
    "dismiss_results",
    "join_department",
    "leave_department",
    "merge_commitments",
    "merge_departments",
    "note_failure",
    "object_to",
    "part_department",
    "put_back",
    "read_later",
    "read_plan",
    "redo_cascade",
    "redo_cascade_down",
    "resolve",
    "resolve_later",
    "restore",
    "restore_many",
    "split_commitment",
    "store_reading",
    "uncorrect",
    "withdraw_cascade",
    "withdraw_objection",
]

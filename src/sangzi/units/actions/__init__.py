"""What can happen to the tree. Every act has its day, is audited, and loses nothing of what was."""

from .assigning import assign, end_assignment
from .changing import close_unit, move_unit, recode_unit, rename_unit
from .founding import NewUnit, found_unit
from .importing import Imported, ImportRefused, import_units, load_bundle
from .joining import merge_units, split_unit

__all__ = [
    "ImportRefused",
    "Imported",
    "NewUnit",
    "assign",
    "close_unit",
    "end_assignment",
    "found_unit",
    "import_units",
    "load_bundle",
    "merge_units",
    "move_unit",
    "recode_unit",
    "rename_unit",
    "split_unit",
]

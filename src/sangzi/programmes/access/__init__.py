"""Who may see and write in programmes: staff what belongs to their units and below."""

from .applications import get_application_for, visible_applications
from .placements import get_placement_for, own_placements, visible_placements
from .records import get_record_for, own_records, visible_records
from .rounds import get_opening_for, get_round_for, require_may_write, visible_openings, visible_rounds

__all__ = [
    "get_application_for",
    "get_opening_for",
    "get_placement_for",
    "get_record_for",
    "get_round_for",
    "own_placements",
    "own_records",
    "require_may_write",
    "visible_applications",
    "visible_openings",
    "visible_placements",
    "visible_records",
    "visible_rounds",
]

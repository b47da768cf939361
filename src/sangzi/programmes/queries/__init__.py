"""What can be asked about programmes: rounds, openings, placements, records."""

from .placements import PlacementLine, placement_line, placements_list
from .records import RecordLine, recent_tags, record_line, records_list
from .rounds import Seats, definition_of, openings_list, rounds_list, rounds_to_record_in, running, seats

__all__ = [
    "PlacementLine",
    "RecordLine",
    "Seats",
    "definition_of",
    "openings_list",
    "placement_line",
    "placements_list",
    "recent_tags",
    "record_line",
    "records_list",
    "rounds_list",
    "rounds_to_record_in",
    "running",
    "seats",
]

"""What can be asked about programmes: rounds, openings, placements, records."""

from .answered import choices_of, chosen_in
from .application_lists import (
    ApplicationLine,
    Narrowing,
    all_lines,
    application_line,
    applications_list,
    columns_of,
    counts_by_state,
    narrowed_to,
)
from .handed_in import handed_in
from .placements import PlacementLine, placement_line, placements_list
from .records import RecordLine, recent_tags, record_line, records_list
from .round_numbers import Demand, RoundNumbers, demand_for, round_numbers
from .rounds import Seats, definition_of, openings_list, own_rounds, rounds_list, rounds_to_record_in, running, seats

__all__ = [
    "ApplicationLine",
    "Demand",
    "Narrowing",
    "PlacementLine",
    "RecordLine",
    "RoundNumbers",
    "Seats",
    "all_lines",
    "application_line",
    "applications_list",
    "choices_of",
    "chosen_in",
    "columns_of",
    "counts_by_state",
    "definition_of",
    "demand_for",
    "handed_in",
    "narrowed_to",
    "openings_list",
    "own_rounds",
    "placement_line",
    "placements_list",
    "recent_tags",
    "record_line",
    "records_list",
    "round_numbers",
    "rounds_list",
    "rounds_to_record_in",
    "running",
    "seats",
]

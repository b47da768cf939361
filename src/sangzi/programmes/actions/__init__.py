"""What can happen in programmes: rounds open, seats are offered and taken, records are written and reversed."""

from .applying import apply, begin, fill, return_for_mending, submit, withdraw
from .placements import pair, release_place, take_place
from .records import reverse_record, write_record
from .rounds import offer, open_round

__all__ = [
    "apply",
    "begin",
    "fill",
    "offer",
    "open_round",
    "pair",
    "release_place",
    "return_for_mending",
    "reverse_record",
    "submit",
    "take_place",
    "withdraw",
    "write_record",
]

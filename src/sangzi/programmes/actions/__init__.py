"""What can happen in programmes: rounds open, seats are offered and taken, records are written and reversed."""

from .placements import pair, release_place, take_place
from .records import reverse_record, write_record
from .rounds import offer, open_round

__all__ = ["offer", "open_round", "pair", "release_place", "reverse_record", "take_place", "write_record"]

"""What can happen to notices: told, read, wanted on a channel or not, set for a time."""

from .addressing import ask_again, keep_address, keep_ways, remove_address, set_preference, verify_address
from .reading import mark_all_read, mark_read
from .reminding import forget, forget_about, remind
from .telling import Telling, tell, tell_all, tell_each

__all__ = [
    "Telling",
    "ask_again",
    "forget",
    "forget_about",
    "keep_address",
    "keep_ways",
    "mark_all_read",
    "mark_read",
    "remind",
    "remove_address",
    "set_preference",
    "tell",
    "tell_all",
    "tell_each",
    "verify_address",
]

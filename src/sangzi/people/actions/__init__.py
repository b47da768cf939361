"""What can happen to people, partners and the lines of registers."""

from .consents import LISTING, OF_AGE, give_consent, withdraw_consent
from .inviting import Invited, invite, use_invitation, withdraw_invitation
from .joining import begin, join
from .merging import merge_persons, tell_apart, undo_merge
from .persons import SHORTEST_REASON, Revealed, add_partner, add_person, correct_own, reveal, tell_birth
from .profiles import erase_line, lapse_lines, renew_line, save_profile, take_back, withdraw_profile
from .registers import enlist, enter_register, leave_register
from .showing import note_export, reveal_answer

__all__ = [
    "LISTING",
    "OF_AGE",
    "SHORTEST_REASON",
    "Invited",
    "Revealed",
    "add_partner",
    "add_person",
    "begin",
    "correct_own",
    "enlist",
    "enter_register",
    "erase_line",
    "give_consent",
    "invite",
    "join",
    "lapse_lines",
    "leave_register",
    "merge_persons",
    "note_export",
    "renew_line",
    "reveal",
    "reveal_answer",
    "save_profile",
    "take_back",
    "tell_apart",
    "tell_birth",
    "undo_merge",
    "use_invitation",
    "withdraw_consent",
    "withdraw_invitation",
    "withdraw_profile",
]

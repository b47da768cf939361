"""What can happen in programmes: rounds open, seats are offered and taken, records are written and reversed."""

from .accepting import accept, decline, lapse, move_up
from .allotting import allot, draw_lots, place
from .applying import apply, begin, fill, return_for_mending, submit, submit_own, withdraw
from .approaching import answer_approach, approach, withdraw_approach
from .attendance import attend, attend_many, object_to_record, take_back
from .certificates import issue, issue_many, revoke
from .closing import close_dormant, close_late
from .guardians import answer_guardian, ask_guardian, withdraw_guardian
from .honours import award, revoke_honour
from .judging import appoint, close_stage, declare, dismiss_judge, score, seal
from .lines import leave_line
from .nominating import GuardianTold, answer_nomination, nominate
from .offering import change_opening, offer, review_opening, set_slots, withdraw_opening
from .payments import pay, take_payment_back
from .placements import pair, release_place, take_place
from .public_notices import answer_challenge, challenge, publish_notice, withdraw_notice
from .purging import purge_evidence, purge_rounds
from .reconsidering import reconsider, reconsider_batch
from .records import reverse_record, write_record
from .reports import accept_report, file_report, give_feedback, return_report
from .revealing import reveal_answer
from .rounds import begin_round, cancel_round, change_round, close_round, extend_round, open_round
from .runs import check_run, publish_run, resume_run, set_run_aside, try_allotment
from .screening import admit, decide_many, refuse
from .serving import break_off, claim_service, confirm_arrival, confirm_service, finish, log_service, refuse_service
from .sessions import cancel_session, change_session, hold_session
from .teams import agree_membership, invite_member, remove_member

__all__ = [
    "GuardianTold",
    "accept",
    "accept_report",
    "admit",
    "agree_membership",
    "allot",
    "answer_approach",
    "answer_challenge",
    "answer_guardian",
    "answer_nomination",
    "apply",
    "appoint",
    "approach",
    "ask_guardian",
    "attend",
    "attend_many",
    "award",
    "begin",
    "begin_round",
    "break_off",
    "cancel_round",
    "cancel_session",
    "challenge",
    "change_opening",
    "change_round",
    "change_session",
    "check_run",
    "claim_service",
    "close_dormant",
    "close_late",
    "close_round",
    "close_stage",
    "confirm_arrival",
    "confirm_service",
    "decide_many",
    "declare",
    "decline",
    "dismiss_judge",
    "draw_lots",
    "extend_round",
    "file_report",
    "fill",
    "finish",
    "give_feedback",
    "hold_session",
    "invite_member",
    "issue",
    "issue_many",
    "lapse",
    "leave_line",
    "log_service",
    "move_up",
    "nominate",
    "object_to_record",
    "offer",
    "open_round",
    "pair",
    "pay",
    "place",
    "publish_notice",
    "publish_run",
    "purge_evidence",
    "purge_rounds",
    "reconsider",
    "reconsider_batch",
    "refuse",
    "refuse_service",
    "release_place",
    "remove_member",
    "resume_run",
    "return_for_mending",
    "return_report",
    "reveal_answer",
    "reverse_record",
    "review_opening",
    "revoke",
    "revoke_honour",
    "score",
    "seal",
    "set_run_aside",
    "set_slots",
    "submit",
    "submit_own",
    "take_back",
    "take_payment_back",
    "take_place",
    "try_allotment",
    "withdraw",
    "withdraw_approach",
    "withdraw_guardian",
    "withdraw_notice",
    "withdraw_opening",
    "write_record",
]

"""Rounds, openings, applications, placements and their life, records."""

from .applications import Application, GuardianRequest, Member, Milestone, Wish
from .approaches import Approach
from .choices import (
    ACTIVE,
    COUNTED,
    ENDED,
    UNDECIDED,
    Applicant,
    ApplicationState,
    ApproachState,
    Guardian,
    OpeningState,
    PlacementState,
    RoundState,
    RunState,
    Side,
    WishState,
)
from .judging import Challenge, Honour, Judge, PublicNotice, Recusal, Score
from .placements import Certificate, Feedback, Payment, Placement, Report
from .records import Record
from .rounds import Opening, Round, Session, Slot
from .runs import Run

__all__ = [
    "ACTIVE",
    "COUNTED",
    "ENDED",
    "UNDECIDED",
    "Applicant",
    "Application",
    "ApplicationState",
    "Approach",
    "ApproachState",
    "Certificate",
    "Challenge",
    "Feedback",
    "Guardian",
    "GuardianRequest",
    "Honour",
    "Judge",
    "Member",
    "Milestone",
    "Opening",
    "OpeningState",
    "Payment",
    "Placement",
    "PlacementState",
    "PublicNotice",
    "Record",
    "Recusal",
    "Report",
    "Round",
    "RoundState",
    "Run",
    "RunState",
    "Score",
    "Session",
    "Side",
    "Slot",
    "Wish",
    "WishState",
]

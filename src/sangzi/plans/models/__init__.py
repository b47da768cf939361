"""Plans, clauses, commitments, targets, and the cascades that share these out."""

from .choices import Comparator, Method, Rule, Shape, Status
from .commitments import Commitment
from .counterparts import Counterpart
from .departments import Department, Duty
from .documents import Clause, Plan
from .objections import Objection
from .targets import Cascade, Target, Trajectory

__all__ = [
    "Cascade",
    "Clause",
    "Commitment",
    "Comparator",
    "Counterpart",
    "Department",
    "Duty",
    "Method",
    "Objection",
    "Plan",
    "Rule",
    "Shape",
    "Status",
    "Target",
    "Trajectory",
]

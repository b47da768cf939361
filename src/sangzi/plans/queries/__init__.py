"""What can be asked about plans, commitments and targets."""

from .plans import PlanCard, job_of, plan_cards, plan_text_segments
from .preview import Preview, PreviewShare, preview_cascade
from .targets import Asked, AskedByPlan, CascadeTree, Step, cascade_tree, history_of, targets_of, what_is_asked

__all__ = [
    "Asked",
    "AskedByPlan",
    "CascadeTree",
    "PlanCard",
    "Preview",
    "PreviewShare",
    "Step",
    "cascade_tree",
    "history_of",
    "job_of",
    "plan_cards",
    "plan_text_segments",
    "preview_cascade",
    "targets_of",
    "what_is_asked",
]

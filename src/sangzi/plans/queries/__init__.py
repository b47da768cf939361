"""What can be asked about plans, commitments and targets."""

from .lists import Heading, commitments_of, headings_of, passage_of, plan_page, plan_years, plans_near
from .plans import PlanCard, job_of, masked_text, plan_cards, plan_text_segments
from .preview import Preview, PreviewLevel, PreviewShare, preview_cascade, preview_descent
from .targets import (
    Asked,
    AskedByPlan,
    CascadeTree,
    Given,
    Step,
    cascade_tree,
    given_on,
    history_of,
    shares_of,
    target_at,
    targets_of,
    what_is_asked,
)

__all__ = [
    "Asked",
    "AskedByPlan",
    "CascadeTree",
    "Given",
    "Heading",
    "PlanCard",
    "Preview",
    "PreviewLevel",
    "PreviewShare",
    "Step",
    "cascade_tree",
    "commitments_of",
    "given_on",
    "headings_of",
    "history_of",
    "job_of",
    "masked_text",
    "passage_of",
    "plan_cards",
    "plan_page",
    "plan_text_segments",
    "plan_years",
    "plans_near",
    "preview_cascade",
    "preview_descent",
    "shares_of",
    "target_at",
    "targets_of",
    "what_is_asked",
]

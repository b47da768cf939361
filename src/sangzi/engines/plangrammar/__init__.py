"""A pure reader of Chinese work plans: text -> clauses -> commitments.

`read` takes the text of a plan and gives a `Reading`: its clauses, its measurable statements with the words that gave
each field, the private persons named in it, and what a person should look at. No network, no clock, no learning:
the grammar of plans as it stands in the conventions of the published gold sets, written out in rules.

Parts, one file each: `cleaning`, `clauses`, `sentences`, `numerals`, `measures`, `amounts`, `nearmisses`, `events`,
`times`, `calendars`, `carries`, `levels`, `shapes`, `statuses`, `owners`, `scopes`, `tables`, `privacy`, `losses`;
`searches` makes their patterns fast.
"""

from sangzi.engines.plangrammar.confidences import ASK_BELOW
from sangzi.engines.plangrammar.errors import MAX_CHARS, PlanEmpty, PlanTooLong, PlanUnreadable
from sangzi.engines.plangrammar.model import ROW_FIELDS, Clause, Found, Notice, Reading, Reason, Span
from sangzi.engines.plangrammar.privacy import private_spans
from sangzi.engines.plangrammar.reader import read

__all__ = [
    "ASK_BELOW",
    "MAX_CHARS",
    "ROW_FIELDS",
    "Clause",
    "Found",
    "Notice",
    "PlanEmpty",
    "PlanTooLong",
    "PlanUnreadable",
    "Reading",
    "Reason",
    "Span",
    "private_spans",
    "read",
]

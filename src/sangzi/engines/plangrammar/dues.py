"""Deadlines said in a note after a task: 完成时限：2024年10月底, （时限：年底前）."""

import re
from collections.abc import Sequence

from sangzi.engines.plangrammar import times
from sangzi.engines.plangrammar.owners import Governed, Layout, Note, governed
from sangzi.engines.plangrammar.searches import by_first
from sangzi.engines.plangrammar.sections import Section, at

_LABEL = re.compile(
    by_first(
        "|".join(f"{verb}(?:时限|时间|期限|时间节点)[:]" for verb in ("完成", "办结", "整改", "达成"))
        + "|(?<![一-龥])时(?:限|间节点)[:]|(?<![一-龥])期限[:]"
    )
)
_REACH = 40


def due_notes(layout: Layout, sections: Sequence[Section]) -> Governed:
    """What each deadline note governs. The ISO date stands where an owner note has its owners."""
    text, found = layout.text, []
    for match in _LABEL.finditer(text):
        stop = min(len(text), match.end() + _REACH)
        said = [time for time in times.scan(text, match.end(), stop, at(sections, match.start()).when) if time.iso]
        if said and said[0].start - match.end() <= 4:
            found.append(Note(match.start(), said[0].end, (str(said[0].iso),)))
    return governed(layout, found)

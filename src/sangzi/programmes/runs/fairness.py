"""What a run comes to for whom: by home and by the classes that the definition names, beside the whole pool.

Nothing here decides anything, and nothing of it is kept. Groups of fewer than five people are counted together, with
the next larger ones until they are five, so that nobody's result can be read off or worked out from the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines.matching.fairness import Groups, report
from sangzi.kernel.wording import title_of
from sangzi.units.models import Level, Unit
from sangzi.units.paths import keys

from ..definitions import frozen
from ..models import Application, Round, Run
from .figures import rank_got
from .stored import Output, Stored, load_input, load_output

FEW = 5
ELSEWHERE = -1


@dataclass(frozen=True)
class Group:
    """Figures of some people. `fit` and `best`: sums of points of what they got, and of the best each could have."""

    name: str
    people: int
    placed: int
    first: int
    fit: int
    best: int
    hidden: bool = False
    """So few that nothing but their number being small is told."""

    @property
    def part_placed(self) -> float:
        """The part of these people who have a place, from 0 to 1."""
        return self.placed / self.people if self.people else 0.0

    @property
    def share_first(self) -> float:
        """Percent who got their first wish."""
        return 100 * self.first / self.people if self.people else 0.0

    @property
    def share_fit(self) -> float:
        """How much of the best there was to have they got, in percent."""
        return 100 * self.fit / self.best if self.best else 0.0


@dataclass(frozen=True)
class Table:
    """Groups by one thing, the largest first."""

    title: str
    groups: list[Group]


@dataclass(frozen=True)
class Fairness:
    """The whole pool, and the same figures by group."""

    everybody: Group
    tables: list[Table]


def fairness_of(run: Run) -> Fairness:
    """What a run comes to for whom. Four queries; O(n + e). Raises `Conflict` where its arrays are no longer kept."""
    stored, output = load_input(run), load_output(run)
    homes, answers = _told(run.round, stored.application_key)
    by_home = _home_names(run.round, homes)
    classes = {_("按家乡"): by_home} | _class_names(run.round, answers)
    return Fairness(
        _counted(stored, output, ["" for _one in homes])[0],
        [Table(title, together(_counted(stored, output, names))) for title, names in classes.items()],
    )


def _told(round_: Round, applications: NDArray[np.int64]) -> tuple[list[str], list[Mapping[str, object]]]:
    """The path of each applicant's home and their answers, in the order of the run; of who is gone, nothing."""
    home = Coalesce("for_unit__path", "partner__home__path", "person__home__path")
    rows = Application.objects.filter(round=round_).order_by().values_list("pk", home, "answers")
    found = {key: (path or "", answers) for key, path, answers in rows.iterator()}
    told = [found.get(key, ("", "{}")) for key in applications.tolist()]
    return [path for path, _answers in told], [json.loads(answers) for _path, answers in told]


def _home_names(round_: Round, homes: Sequence[str]) -> list[str]:
    """The county of each home, or the area below the round's unit where that is a county or lower. One query."""
    finest = max(Level.COUNTY, min(round_.unit.level + 1, Level.VILLAGE))
    above = {key for path in set(homes) for key in keys(path)}
    areas = Unit.objects.filter(pk__in=above, kind=Unit.Kind.AREA, level__lte=finest)
    names = dict(areas.values_list("pk", "short"))
    known = {path: next((names[key] for key in reversed(keys(path)) if key in names), "") for path in set(homes)}
    inside = [path.startswith(round_.unit.path) for path in homes]
    return [known[path] if here else _("外地") for path, here in zip(homes, inside, strict=True)]


def _class_names(round_: Round, answers: Sequence[Mapping[str, object]]) -> dict[str, list[str]]:
    """For each class that the definition names: its title, and what everybody answered."""
    definition = frozen(round_.definition)
    form, step = definition.applications, definition.allotment
    fields = {field.key: field for field in form.fields} if form else {}
    named = [fields[key] for key in step.classes if key in fields] if step else []
    unknown = _("没有填写")
    return {title_of(field): [str(told.get(field.key) or unknown) for told in answers] for field in named}


def _counted(stored: Stored, output: Output, names: Sequence[str]) -> list[Group]:
    """The figures of people of each name, the most first; openings are of no region here."""
    kinds, group = np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)
    nowhere = np.full(group.size, ELSEWHERE, np.int64)
    found = report(
        stored.instance,
        output.assignment,
        home=nowhere,
        region=np.zeros(stored.instance.openings, np.int64),
        group=group.astype(np.int64),
    ).by_class
    first = np.bincount(group[rank_got(stored, output) == 1], minlength=kinds.size)
    groups = [_group(str(name), found, at, int(first[at])) for at, name in enumerate(kinds)]
    return sorted(groups, key=lambda one: (-one.people, one.name))


def _group(name: str, found: Groups, at: int, first: int) -> Group:
    return Group(name, int(found.people[at]), int(found.placed[at]), first, int(found.fit[at]), int(found.best_fit[at]))


def together(groups: Sequence[Group]) -> list[Group]:
    """Groups, the largest first, with all that are small as one; nobody's figures follow from the others'."""
    few = [one for one in groups if one.people < FEW]
    shown = [one for one in groups if one.people >= FEW]
    while few and sum(one.people for one in few) < FEW and shown:
        few.append(shown.pop())
    if not few:
        return shown
    people, placed, first, fit, best = (
        sum(getattr(one, name) for one in few) for name in ("people", "placed", "first", "fit", "best")
    )
    hidden = people < FEW
    rest = Group(_("其余（人数少的合在一起）"), people, placed, first, fit, best, hidden=hidden)
    return [*shown, rest]

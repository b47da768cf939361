"""Whom a need finds, and which needs find somebody: by what people say of their skills, by home, by time.

Only those are found who entered themselves into a register that the programme names and still agree to it. Points come
from what the definition names (`suggest` of the openings); whoever was asked less often comes first among equals.
Nothing is kept: a changed need, a new line or a withdrawn one shows at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines.matching.candidates import Criteria, Edges, best_openings
from sangzi.kernel.wording import listed
from sangzi.people.definitions import registers
from sangzi.people.models import Entry
from sangzi.people.skills import MOST_LINES, fits, in_common, said_of_skills, says_so, tokens
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from .definitions import frozen
from .fitting_ground import ground_of
from .models import Application, Approach, Opening, OpeningState, RoundState
from .steps.openings import Suggest

ARROW = "→"  # from what is needed to what somebody says
DONE_WITH = ("withdrawn", "closed", "refused", "declined")


class Line(NamedTuple):
    """A register line as far as it counts here."""

    pk: int
    person: int
    register: str
    fields: str
    home: str


@dataclass(frozen=True)
class Why:
    """What speaks for a person and a need: words of both or else kindred ones, the unit both lie in, times."""

    words: list[str]
    kin: list[str]
    near: Unit | None
    times: list[str]

    @property
    def sentence(self) -> str:
        """The reasons in one short sentence."""
        parts = [_("擅长：%(words)s") % {"words": listed([_read(word) for word in self.words])}] if self.words else []
        if self.kin:
            parts.append(_("相近：%(words)s") % {"words": listed(sorted({_end(word) for word in self.kin}))})
        if self.near is not None:
            parts.append(_("老家就在%(unit)s") % {"unit": self.near.short})
        if self.times:
            parts.append(_("都方便：%(times)s") % {"times": listed(self.times)})
        return _("；").join(parts)


@dataclass(frozen=True)
class Suggested:
    """A line that fits a need, with its person and their home, its points and what speaks for it."""

    entry: Entry
    points: int
    why: Why


def suggest_of(opening: Opening) -> Suggest | None:
    """What the frozen definition says of whom to suggest; None where nobody is. Reads the round."""
    step = frozen(opening.round.definition).openings
    return step.suggest if step else None


def wants_help(opening: Opening, today: date) -> bool:
    """Whether people may be asked now: it is offered in a round that runs, is not full and not over."""
    runs = opening.state == OpeningState.OFFERED and opening.round.state == RoundState.OPEN
    over = opening.until is not None and opening.until < today
    return runs and opening.taken < opening.capacity and not over and suggest_of(opening) is not None


def best_for(opening: Opening, lines: QuerySet[Entry], today: date) -> list[Suggested]:
    """Who of some lines fits a need best, each person once. `lines` is what may be found. Four queries."""
    suggest = suggest_of(opening)
    if suggest is None or not wants_help(opening, today):
        return []
    rows = _rows(_not_asked(lines, opening))
    chosen = _chosen(opening, suggest, rows)
    entries = Entry.objects.select_related("unit", "person__home").in_bulk([rows[at].pk for at, _points in chosen])
    above = Unit.objects.in_bulk(keys(opening.unit.path)[1:]) if chosen else {}
    text = text_of(opening, suggest)
    return [
        Suggested(entries[rows[at].pk], points, why_of(text, opening, suggest, rows[at], above))
        for at, points in chosen
    ]


def text_of(opening: Opening, suggest: Suggest) -> str:
    """What a need says of itself, as it is held against skills."""
    answers: dict[str, Any] = json.loads(opening.answers)
    return " ".join([opening.title, opening.summary, *(_joined(answers.get(key)) for key in suggest.reads)])


def why_of(text: str, opening: Opening, suggest: Suggest, line: Line, units: dict[int, Unit]) -> Why:
    """What speaks for a line; `units` are those below the top that may be common, by key."""
    shared = common_unit(opening.unit.path, line.home)
    own = said_of_skills(line.register, line.fields)
    words = _sure(text, in_common(text, own, said=True))
    kin = [] if words else [word for word in in_common(text, own) if ARROW in word]
    return Why(words or ([] if kin else in_common(text, own)), kin, units.get(shared), _times(opening, suggest, line))


def common_unit(path: str, other: str) -> int:
    """The key of the lowest unit that two paths go through; 0 where there is none."""
    here, there = keys(path), keys(other)
    shared = [one for one, two in zip(here, there, strict=False) if one == two]
    return shared[-1] if shared else 0


def nearest_and_best(
    home: str, places: Sequence[str], points: NDArray[np.int64], near: tuple[int, ...], most: int
) -> Edges:
    """The `most` of m rows with the highest sum of points and nearness of `places` (paths) to `home`; O(m log m)."""
    ground = ground_of([home, *places])
    seeking, found = {"home": ground.at([home])}, {"unit": ground.at(places), "points": points}
    criteria = Criteria(home="home", unit="unit", near=near, opening_points="points")
    return best_openings(seeking, found, ground.parent, criteria, most=most, pool=max(len(places), 1))


def worth(fit: NDArray[np.float32], alike: int) -> NDArray[np.int64]:
    """What fits are worth: the best `alike` points, the others in proportion."""
    top = float(fit.max(initial=0.0))
    return np.rint(fit * (alike / top)).astype(np.int64) if top else np.zeros(fit.size, np.int64)


def _rows(lines: QuerySet[Entry]) -> list[Line]:
    searched = [key for key, register in registers().items() if register.skills]
    told = lines.filter(register__in=searched).order_by("pk")
    found = told.values_list("pk", "person", "register", "fields", "person__home__path")
    return [Line(*one) for one in found[:MOST_LINES]]


def _not_asked(lines: QuerySet[Entry], opening: Opening) -> QuerySet[Entry]:
    """Without whoever offers it, was asked and not told that this is taken back, or has applied for it."""
    asked = Approach.objects.filter(opening=opening).exclude(state=Approach.State.WITHDRAWN)
    applied = Application.objects.filter(wishes__opening=opening).exclude(state__in=DONE_WITH)
    known = Q(person__in=asked.values("person")) | Q(person__in=applied.exclude(person=None).values("person"))
    return lines.exclude(known).exclude(person=opening.offered_by_id)


def _chosen(opening: Opening, suggest: Suggest, rows: Sequence[Line]) -> list[tuple[int, int]]:
    """Places among `rows` and points, the best first; only who has something to say to the need."""
    fit = fits([said_of_skills(row.register, row.fields) for row in rows], text_of(opening, suggest))
    some = _less_asked_first([int(at) for at in np.flatnonzero(fit > 0)], rows)
    points = worth(fit[some], suggest.alike)
    points += np.array([suggest.time * bool(_times(opening, suggest, rows[at])) for at in some], np.int64)
    most = suggest.most * len(suggest.registers)  # somebody may stand in several of them
    homes = [rows[at].home for at in some]
    found = nearest_and_best(opening.unit.path, homes, points, suggest.near, most)
    once: dict[int, tuple[int, int]] = {}
    for place, score in zip(found.col.tolist(), found.score.tolist(), strict=True):
        once.setdefault(rows[some[place]].person, (some[place], score))
    best, text = list(once.values())[: suggest.most], text_of(opening, suggest)
    sure = [one for one in best if says_so(text, said_of_skills(rows[one[0]].register, rows[one[0]].fields))]
    return sure or best  # two characters in common are a reason only where nobody has a better one


def _less_asked_first(some: list[int], rows: Sequence[Line]) -> list[int]:
    """Places in the order in which equals come: who waits for fewer answers of theirs, then who is listed longer."""
    open_ = Approach.objects.filter(state=Approach.State.ASKED).order_by()
    waiting = dict(open_.values_list("person").annotate(Count("pk")))
    return sorted(some, key=lambda at: (waiting.get(rows[at].person, 0), rows[at].pk))


def _times(opening: Opening, suggest: Suggest, line: Line) -> list[str]:
    """Times that both the need and the person named."""
    free = registers()[line.register].free
    if not suggest.when or not free:
        return []
    asked, own = _list(json.loads(opening.answers).get(suggest.when)), _list(json.loads(line.fields).get(free))
    return [time for time in asked if time in own]


def _list(answer: str | list[str] | None) -> list[str]:
    return answer if isinstance(answer, list) else [answer] if answer else []


def _joined(answer: str | list[str] | None) -> str:
    return "、".join(_list(answer))


def _sure(text: str, words: list[str]) -> list[str]:
    """The known words, without bare pieces of text."""
    known = tokens(text).words
    return [word for word in words if ARROW in word or word in known]


def _read(word: str) -> str:
    """A word that led to another, as people read it: what the person says, and what was asked for."""
    asked, arrow, said = word.partition(ARROW)
    return f"{said}（{asked}）" if arrow else word


def _end(word: str) -> str:
    """Where a word led to."""
    return word.partition(ARROW)[2] or word

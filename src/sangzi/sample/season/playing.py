"""Plays the season: every round from its beginning to where it stands on the last day of the sample."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from sangzi.programmes.actions import cancel_round

from ..crowd import Crowd
from ..terrain import Terrain
from .calls import CALLS, Call
from .cast import hired, skilled
from .deciding import accepted, allotted, drawn, honoured, judged, shown
from .entering import applied, offered, opened, screened
from .ground import Ground, Scene
from .living import ended, lived
from .shelf import stocked


def play(terrain: Terrain, crowd: Crowd, seed: int, until: date) -> int:
    """Live all rounds of the season; how many."""
    ground = Ground(terrain, crowd, seed, until)
    if not terrain.provinces:
        return 0
    with translation.override("zh-hans"):
        stocked(ground)
        hired(ground)
        skilled(ground)
        for call in CALLS:
            _played(opened(ground, call), call)
    return len(CALLS)


def _played(scene: Scene, call: Call) -> None:
    offered(scene)
    if call.phase.goes == "offered":
        return
    if scene.definition.applications is not None:
        applied(scene)
    if call.phase.goes == "cancelled":
        cancel_round(round=scene.round, reason=call.reason, now=scene.moment(-1), by=scene.clerk)
        return
    if scene.definition.screening is not None and scene.definition.screening.by_hand:
        screened(scene)
    if call.phase.goes not in ("applied", "screened"):
        _decided(scene, call)


def _decided(scene: Scene, call: Call) -> None:
    phase = call.phase
    # Where the time to accept runs it begins on the last day: nothing has lapsed when the demo is looked at.
    given = 0 if phase.goes == "allotted" else min(phase.apply_until + 3, -1)
    if scene.definition.judging is not None:
        judged(scene, phase.apply_until + 2, sealed=phase.goes != "judging")
        if phase.goes == "judging":
            return
        given = phase.apply_until + 6
    if phase.goes == "drawn":
        drawn(scene, -1)
        return
    if phase.goes == "shown":
        shown(scene, -1)
        return
    if scene.definition.applications is not None:
        allotted(scene, given)
        accepted(scene, min(given, 0), all_of_them=phase.goes != "allotted")
    if phase.goes == "allotted":
        return
    lived(scene)
    if phase.goes == "over":
        _over(scene, phase.begins)


def _over(scene: Scene, begins: int) -> None:
    if scene.definition.honour is not None and scene.definition.judging is not None:
        notice = shown(scene, begins + 5)
        if notice is not None:
            honoured(scene, notice, (notice.closes - scene.ground.until).days + 1)
    ended(scene, begins + 45)

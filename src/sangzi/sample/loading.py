"""Loads the sample organisation into an empty installation that has the tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel import audit
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account
from sangzi.programmes.models import Record
from sangzi.scoreboard.actions import rebuild

from . import accounts, crowd, items, objections, places, plans, quotas, registers, season, statistics
from .openings import Offers, offer_all
from .records import Writer, store, work
from .rounds import Rounds
from .terrain import Terrain, survey

Progress = Callable[[int, int, object], None]
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Summary:
    """How many rows of each kind the sample has."""

    rows: dict[str, int] = field(default_factory=dict)


def is_loaded() -> bool:
    """Whether the sample organisation is there."""
    return Account.objects.filter(sample=True).exists()


def load_sample(*, until: date, seed: int, scale: float = 1.0, progress: Progress) -> Summary:
    """Make the sample organisation as it stands on the day `until`: all of it, or nothing.

    The same seed, day and tree make the same rows. `scale` thins out what is done and who does it.
    Raises `Conflict` where it is there already.
    """
    if is_loaded():
        raise Conflict(_("示例组织已经载入；要重新载入，请另选一个数据目录（SANGZI_HOME）。"))
    spoken = _in_language(progress, translation.get_language())  # of whoever waits; what is stored is Chinese
    # No savepoint inside a caller's transaction: SQLite would walk all pages changed since at every single insert.
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic(savepoint=False):
        load = _Load(survey(seed, scale), seed, until, spoken)
        load.people()
        load.places_and_items()
        load.doings()
        load.plans()
        load.season()
        load.log()
        _count_anew()
        load.totals()
    return load.summary


def _in_language(progress: Progress, language: str | None) -> Progress:
    """What is being done, told in a language whatever is spoken meanwhile."""

    def say(done: int, whole: int, doing: object) -> None:
        with translation.override(language):
            progress(done, whole, str(doing))

    return say


def _count_anew() -> None:
    """Have PostgreSQL look how large its tables are now.

    It plans by what it counted last. Autovacuum has counted nothing where an earlier load was killed, and joining
    all records by a plan for none takes hours.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


class _Load:
    """One load, stage by stage; each stage says how far it is."""

    def __init__(self, terrain: Terrain, seed: int, until: date, progress: Progress) -> None:
        self.terrain, self.seed, self.until, self.progress = terrain, seed, until, progress
        self.rounds, self.writer = Rounds(until), Writer(seed, until)
        self.summary = Summary()
        self.rows = self.summary.rows

    def people(self) -> None:
        doing = _l("人员与名册")
        self.rows["accounts"] = accounts.appoint()
        self.crowd = crowd.gather(self.terrain, self.seed, self.until)
        self.lines = registers.enlist(self.terrain, self.crowd, self.seed, self.until)
        self.progress(1, 4, doing)
        self.rows["persons"] = len(crowd.store(self.crowd))
        self.progress(2, 4, doing)
        self.rows["entries"] = registers.store(self.lines)
        self.progress(3, 4, doing)
        self.rows["consents"] = crowd.consent(self.crowd, self.seed, self.until)
        self.progress(4, 4, doing)

    def places_and_items(self) -> None:
        self.haunts = places.build_places(self.terrain, self.seed, self.until)
        self.rows["places"] = sum(len(found) for found in self.haunts.values())
        self.rows["items"] = items.publish(self.terrain, self.seed, self.until)

    def doings(self) -> None:
        self.rows |= {"rounds": 0, "offers": 0, "records": 0}
        counties = len(self.terrain.counties)
        for done, offers in enumerate(
            offer_all(self.terrain, self.crowd, self.lines, self.rounds, self.writer), start=1
        ):
            self.progress(done, counties, _l("名额与结对"))
            self._store(offers.records, offers)
        units = counties + len(self.terrain.provinces) + len(self.terrain.prefectures) + 1
        for done, batch in enumerate(work(self.terrain, self.crowd, self.haunts, self.rounds, self.writer), start=1):
            self.progress(done, units, _l("纪实"))
            self._store(batch)
        accounts.meet(self.until)

    def plans(self) -> None:
        doing, whole = _l("规划与目标"), len(plans.SOURCES) + 1
        self.rows["plans"] = 0
        for done, _plan in enumerate(plans.read_plans(self.until), start=1):
            self.progress(done, whole, doing)
            self.rows["plans"] += 1
        plans.hand_down()
        accounts.join_departments()
        self.rows["statistics"] = statistics.count_people(self.terrain, self.seed, self.until)
        quotas.allot(self.until)
        quotas.pace(self.until)
        self.rows["objections"] = objections.dispute(self.until)
        objections.count_again(self.until)
        self.progress(whole, whole, doing)

    def season(self) -> None:
        self.rows["season"] = season.play(self.terrain, self.crowd, self.seed, self.until)

    def log(self) -> None:
        """One line for the whole import in the chain of every province it touched, and of the nation."""
        detail = {"seed": self.seed, **self.rows}
        for spot in (self.terrain.nation, *self.terrain.provinces):
            audit.append(chain=spot.pk, act="sample.load", about=f"unit:{spot.pk}", by=None, detail=detail)

    def totals(self) -> None:
        now, doing = datetime.combine(self.until, time(18), _ZONE), _l("计算数据")
        done = rebuild(now=now, by=None, progress=lambda at, whole, _measure: self.progress(at + 1, whole, doing))
        self.rows["totals"] = done.rows

    def _store(self, written: Sequence[Record], offers: Offers | None = None) -> None:
        self.rows["rounds"] += self.rounds.store()
        self.rows["offers"] += offers.store() if offers else 0
        self.rows["records"] += store(written, self.writer)

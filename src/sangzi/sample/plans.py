"""The plans of the sample: read like any other, confirmed where an indicator measures them, handed down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sangzi.kernel.models import Account
from sangzi.plans import actions
from sangzi.plans.binding import propose_indicator
from sangzi.plans.models import Commitment, Plan, Rule, Shape, Status, Target
from sangzi.scoreboard.indicators import Indicator, candidates, indicators
from sangzi.units.models import Level, Unit

FOLDER = Path(__file__).parents[3] / "examples" / "plans"
YEAR_PLAN = Path(__file__).parent / "year-plan.txt"
LONG_RUN = 10  # years that the year plan looks ahead once
SURE = 0.5  # the least score at which the sample takes a proposal without asking anybody
ONLY_OF_THE_NATION = frozenset({"projects-funded"})  # what the nation's committee does itself

# What a statement is called decides nothing if the indicator computes something of another kind.
_ALIKE = {
    Shape.COUNT: {"count"},
    Shape.COVERAGE: {"coverage", "each"},
    Shape.EACH: {"each", "coverage"},
    Shape.SHARE: {"share"},
    Shape.PAIRING: {"pairing"},
    Shape.GROWTH: {"growth"},
    Shape.FREQUENCY: {"frequency"},
}


@dataclass(frozen=True)
class Source:
    """A plan file, whose plan it is, who answers for it, and how far down its numbers are shared out."""

    title: str
    code: str
    lead: str
    down_to: Level
    file: str = ""


SOURCES = (
    Source("乡村振兴青年行动深化方案（示例）", "000000", "nation", Level.PROVINCE, "national-2021.txt"),
    Source("“吉青助农工程”乡村振兴工作方案（示例）", "220000", "jilin", Level.COUNTY, "jilin-2022.txt"),
    Source("吉林省年度青年服务工作要点（示例）", "220000", "jilin", Level.COUNTY),
    Source("宁波市2018年团的工作要点（示例）", "330200", "", Level.COUNTY, "ningbo-2018.txt"),
    Source("河北团改革动态2024年第4期（示例）", "130000", "", Level.COUNTY, "hebei-2024.txt"),
    Source("嘉兴市2024年共青团要点（示例）", "330400", "jiaxing", Level.COUNTY, "jiaxing-2024.txt"),
)


def read_plans(until: date) -> Iterator[Plan]:
    """Every plan whose unit is there, added and read, one by one."""
    for source in SOURCES:
        unit = Unit.objects.filter(code=source.code, closed=None).first()
        text = _text(source, until)
        if unit is None or not text:
            continue
        by = _lead(source)
        title = source.title.replace("年度", f"{until.year}年")
        added = actions.add_plan(unit=unit, title=title, text=text, file_name=source.file, by=by, sample=True)
        plan = actions.read_plan(plan=added.plan, by=by)
        _decide(plan, source, by)
        yield plan


def hand_down() -> int:
    """Share out in the full province what the nation asks of it and it does not ask of itself; how many units."""
    province = Unit.objects.filter(code=SOURCES[1].code, closed=None).first()
    lead = _lead(SOURCES[1])
    asked = Target.objects.filter(unit=province, withdrawn=None).select_related("commitment", "unit")
    own = {target.commitment.indicator for target in asked if target.parent_id is None}
    from_above = [target for target in asked if target.parent_id and target.commitment.indicator not in own]
    return sum(_cascade(target, Level.COUNTY, lead) for target in from_above)


def _text(source: Source, until: date) -> str:
    if not source.file:
        return YEAR_PLAN.read_text("utf-8").format(year=until.year, later=until.year + LONG_RUN)
    path = FOLDER / source.file
    return path.read_text("utf-8") if path.exists() else ""


def _lead(source: Source) -> Account | None:
    return Account.objects.filter(username=source.lead, sample=True).first()


def _decide(plan: Plan, source: Source, by: Account | None) -> None:
    """Bind and confirm every target and standing rule that an indicator surely measures; share it out."""
    known = indicators()
    for commitment in plan.commitments.exclude(status=Status.RESULT).exclude(value=None).order_by("start", "pk"):
        indicator = _meant(commitment, known)
        if indicator is None or (commitment.scope and plan.unit.name not in commitment.scope):
            continue  # nobody measures it, or a bulletin tells it of somebody else
        actions.bind(commitment=commitment, indicator=indicator.key, by=by, known=known)
        target = actions.confirm(commitment=commitment, by=by)
        if target is not None and indicator.key not in ONLY_OF_THE_NATION:
            _cascade(target, _lowest(source, commitment), by)


def _meant(commitment: Commitment, known: dict[str, Indicator]) -> Indicator | None:
    alike = _ALIKE[Shape(commitment.shape)]
    proposals = propose_indicator(commitment, candidates(one for one in known.values() if one.shape in alike))
    return known[proposals[0].key] if proposals and proposals[0].score >= SURE else None


def _lowest(source: Source, commitment: Commitment) -> Level:
    """What is asked of every township or village goes down to it, except from the nation."""
    every = commitment.shape in (Shape.COVERAGE, Shape.EACH) and source.down_to == Level.COUNTY
    return Level.VILLAGE if every else source.down_to


def _cascade(target: Target, down_to: Level, by: Account | None) -> int:
    rule = Rule.CHILDREN if target.commitment.shape == Shape.COUNT else Rule.SAME
    descent = actions.cascade_down(target=target, rule=rule, to_level=down_to, by=by)
    return sum(descent.given.values())

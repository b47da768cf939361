"""The reference page of a programme, made from its definition alone: forms, conditions, steps, rules, records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sangzi.kernel.fields import Field

from .definitions import CertificateOf, ProgrammeType, RecordKind
from .rules import PerUnit, Rule
from .steps import (
    Allotment,
    Applications,
    Close,
    Consent,
    Feedback,
    Honour,
    Judging,
    Openings,
    Pairing,
    Payment,
    Screening,
    Service,
    Step,
    Training,
    Within,
)

METHODS = {
    "first-come": "who comes first is seated first",
    "lottery": "lots by a published seed",
    "serial": "lots, then each takes the dearest wish that is still free",
    "by-score": "in the order of the judges' scores",
    "stable": "by wishes and claims, so that nobody is passed over by a weaker claim",
    "optimal": "all together, so that the sum of points is the greatest there can be",
    "by-hand": "by staff",
}
ENTRIES = {"return": "燕归桑梓", "roots": "情系桑梓", "build": "建功桑梓", "give": "回馈桑梓", "none": "—"}


def page_of(programme: ProgrammeType, indicators: Sequence[str]) -> Iterator[str]:
    """The lines of the page. `indicators` are the keys of those that count it."""
    yield from (f"# {programme.title} · {programme.title_en}", "", programme.summary, "", programme.summary_en, "")
    yield from _facts(programme, indicators)
    yield from ("", "## Steps", "")
    for number, step in enumerate(programme.steps, start=1):
        yield f"{number}. **{step.kind}**: {in_words(step)}"
    for title, fields in _forms(programme):
        if fields:
            yield from ("", f"## {title}", "", *_form(fields))
    if programme.rules:
        yield from ("", "## Rules", "", *(f"- {_rule(rule)}" for rule in programme.rules))
    yield from ("", "## Records", "", *_records(programme))
    if programme.certificate:
        yield from ("", "## Certificate", "", *_certificate(programme.certificate))


def _facts(programme: ProgrammeType, indicators: Sequence[str]) -> Iterator[str]:
    rows = {
        "Key": f"`{programme.key}`, format {programme.format}",
        "Steward": f"{programme.steward} · {programme.steward_en}",
        "Capability": programme.capability,
        "Public entry": ENTRIES[programme.entry],
        "Platform": programme.platform or "—",
        "Serves": "；".join(programme.covers) or "—",
        "Indicators": ", ".join(f"`{key}`" for key in indicators) or "—",
        "Source": programme.source,
    }
    yield from _table(("", ""), rows.items())


def in_words(step: Step) -> str:
    """What a step does with the parameters it has."""
    return "; ".join(part for part in _IN_WORDS[type(step)](step) if part)


def _openings(step: Openings) -> Iterator[str]:
    yield f"{step.offers} ({step.offers_en}), offered by {', '.join(step.by)}; up to {step.most} each"
    yield f"by date, at most {step.longest} days at a time" if step.dated else ""
    yield "with a sum in 元" if step.money else ""
    yield "what comes from outside is looked at first" if step.review else ""
    yield from (f"whoever `{field}` names stands in the register `{one}`" for field, one in step.vets.items())
    if step.suggest:
        listed = " or ".join(f"`{one}`" for one in step.suggest.registers)
        yield f"the {step.suggest.most} of the register {listed} who fit best are suggested at once, to be invited"


def _applications(step: Applications) -> Iterator[str]:
    yield f"by {', '.join(step.by)}"
    yield f"up to {step.wishes} wishes in order" if step.wishes > 1 else ""
    yield f"up to {step.each} each" if step.each > 1 else ""
    yield f"teams of {step.least} to {step.most}" if "team" in step.by else ""
    yield "somebody else enters the candidate" if step.nominated else ""


def _screening(step: Screening) -> Iterator[str]:
    yield f"at least {step.least_age} years old" if step.least_age is not None else ""
    yield f"at most {step.most_age} years old" if step.most_age is not None else ""
    yield "home in the round's unit" if step.home else ""
    yield f"listed in the register `{step.listed_in}`" if step.listed_in else ""
    yield f"{step.again_after} months since the last time" if step.again_after else ""
    yield from (_dated(one) for one in step.within)
    yield f"staff decide within {step.days} days" if step.by_hand else "who meets the conditions is admitted at once"


def _dated(condition: Within) -> str:
    before = f"at most {_years(condition.years)} before" if condition.years else ""
    after = f"at most {_years(condition.ahead)} after" if condition.ahead else ""
    return f"`{condition.field}` {' or '.join(filter(None, (before, after)))} the first day of the round"


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"


def _judging(step: Judging) -> Iterator[str]:
    yield f"{step.judges} judges or more"
    yield "blind" if step.blind else ""
    yield "highest and lowest left out" if step.trimmed else ""
    yield "criteria " + ", ".join(f"{one.title} ({one.title_en}, {one.most})" for one in step.criteria)
    yield "stages " + ", ".join(
        f"{one.title} ({one.title_en}" + (f", keeps {one.keeps})" if one.keeps else ")") for one in step.stages
    )


def _allotment(step: Allotment) -> Iterator[str]:
    yield METHODS[step.method]
    if step.fit:
        yield f"points: {step.fit.placed} for being placed"
        yield f"{' '.join(map(str, step.fit.wishes))} by wish" if step.fit.wishes else ""
        yield f"{' '.join(map(str, step.fit.near))} by units above home" if step.fit.near else ""
        yield f"{step.fit.score} for each point of the judges" if step.fit.score else ""
        yield f"{step.fit.grassroots} at county level or below" if step.fit.grassroots else ""
        yield f"{step.fit.look} openings around home for who has no wish left" if step.fit.look else ""
    yield f"results are reported by `{'`, `'.join(step.classes)}`" if step.classes else ""
    yield f"to be accepted within {step.accept_hours} hours" if step.accept_hours else ""
    yield "with a waiting list that moves up" if step.waiting else "without a waiting list"


def _pairing(step: Pairing) -> Iterator[str]:
    yield f"{step.least} to {step.most} with one"
    yield f"reminded after {step.meets} days without a record" if step.meets else ""


def _consent(step: Consent) -> Iterator[str]:
    yield f"{step.purpose} ({step.purpose_en})"
    yield {"minors": "guardians of minors agree", "always": "a guardian always agrees", "never": ""}[step.guardian]
    yield f"holds for {step.days} days"


def _training(step: Training) -> Iterator[str]:
    yield f"attendance leaves `{step.record}`" if step.record else "sessions without records of persons"
    yield f"complete at {step.passes} % of the sessions" if step.passes else ""
    yield f"counted in {step.session} ({step.session_en})" if step.session else ""


def _service(step: Service) -> Iterator[str]:
    yield f"leaves `{step.record}`" if step.record else "records are written by staff"
    yield "begins when the place confirms the arrival" if step.onboard else ""
    yield from (f"{one.title} ({one.title_en}) due after {one.due} days" for one in step.reports)


def _payment(step: Payment) -> Iterator[str]:
    yield f"in at most {step.parts} parts, each leaves `{step.record}`"
    yield f"means data is deleted {step.keep} days after the decision"


def _feedback(step: Feedback) -> Iterator[str]:
    yield f"both sides, until {step.days} days after the end"


def _honour(step: Honour) -> Iterator[str]:
    yield f"public notice of {step.notice} working days" if step.notice else "without public notice"
    yield "levels " + "、".join(step.levels) if step.levels else ""
    yield f"leaves `{step.record}`" if step.record else ""
    yield f"enters the register `{step.enters}`" if step.enters else ""


def _close(step: Close) -> Iterator[str]:
    yield f"applications at which nothing happens for {step.dormant} days are closed"
    yield f"what was filled in is deleted {step.purge} days after the end" if step.purge is not None else ""


_IN_WORDS: Mapping[type, Callable[..., Iterator[str]]] = {
    Openings: _openings,
    Applications: _applications,
    Screening: _screening,
    Judging: _judging,
    Allotment: _allotment,
    Pairing: _pairing,
    Consent: _consent,
    Training: _training,
    Service: _service,
    Payment: _payment,
    Feedback: _feedback,
    Honour: _honour,
    Close: _close,
}


def _forms(programme: ProgrammeType) -> Iterator[tuple[str, Sequence[Field]]]:
    yield "What an opening says", programme.openings.fields if programme.openings else ()
    yield "What an applicant fills in", programme.applications.fields if programme.applications else ()
    for report in programme.service.reports if programme.service else ():
        yield f"Report: {report.title} · {report.title_en}", report.fields
    if programme.feedback:
        yield "Asked of who took part", programme.feedback.to_applicant
        yield "Asked of who offered", programme.feedback.to_offerer


def _form(fields: Iterable[Field]) -> Iterator[str]:
    heads = ("Key", "中文", "English", "Kind", "Notes")
    rows = ((f"`{one.key}`", one.title, one.title_en, one.kind, "; ".join(_notes(one))) for one in fields)
    yield from _table(heads, rows)


def _notes(field: Field) -> Iterator[str]:
    if field.required:
        yield "required"
    if field.choices:
        yield "、".join(field.choices)
    if field.least is not None or field.most is not None:
        yield f"{field.least if field.least is not None else ''}–{field.most if field.most is not None else ''}"
    if field.personal:
        yield "masked in lists"
    if field.keep is not None:
        yield f"deleted {field.keep} days after the matter is closed"


def _rule(rule: Rule) -> str:
    if isinstance(rule, PerUnit):
        bounds = [f"at least {rule.least}" if rule.least else "", f"at most {rule.most}" if rule.most else ""]
        return f"{' and '.join(filter(None, bounds))} {rule.of} for each {rule.level}"
    return f"at least {rule.least} % of {rule.of} at {rule.level} level or below"


def _records(programme: ProgrammeType) -> Iterator[str]:
    heads = ("Tag", "中文", "English", "In", "Person", "Place", "At most")
    yield from _table(heads, (_record(programme.key, kind) for kind in programme.records))


def _record(programme: str, kind: RecordKind) -> tuple[object, ...]:
    measure = f"{kind.unit} · {kind.unit_en}"
    return f"`{programme}/{kind.key}`", kind.title, kind.title_en, measure, kind.person, kind.place, kind.most


def _certificate(certificate: CertificateOf) -> Iterator[str]:
    yield f"{certificate.title} · {certificate.title_en}, once {certificate.when}: {certificate.says}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(heads)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"

"""What can be asked about placements once they are there: sessions, hours, reports, feedback, certificates."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.kernel.fields import Field, answered
from sangzi.kernel.masking import mask_name
from sangzi.kernel.models import Account, Paper
from sangzi.kernel.paging import Page, page_of
from sangzi.kernel.wording import title_of
from sangzi.units.models import Unit

from ..attachments import about_feedback, about_report
from ..attendances import Attendee, attendees, kind_counted, present
from ..definitions import ProgrammeType, RecordKind, frozen
from ..models import (
    COUNTED,
    Certificate,
    Feedback,
    Placement,
    PlacementState,
    Record,
    Report,
    Round,
    RoundState,
    Session,
    Side,
)
from ..questions import asked, last_day_to_say
from ..reminding_placed import reports_due
from ..service_claims import PREFIX, Claim, claim_of

FEW = 3  # answers below this number are not shown to the other side: they would tell who said it


@dataclass(frozen=True)
class Presence:
    """One who is expected at a session, masked, and whether they were there."""

    key: str
    called: str
    where: str
    record: Record | None


@dataclass(frozen=True)
class Life:
    """A placement as a list shows it: whose it is, masked, and what was confirmed of it so far."""

    placement: Placement
    called: str
    amount: Decimal
    measure: str
    certificate: Certificate | None


@dataclass(frozen=True)
class Answers:
    """What one side answered to one question: counts of choices, words and files in no order that tells who."""

    field: Field
    counts: list[tuple[str, int]]
    words: list[str]
    papers: list[int]


def sessions_list(
    sessions: QuerySet[Session], *, round_: Round, unit: Unit | None = None, after: str | None = None
) -> Page[Session]:
    """A page of sessions, the latest first. One query."""
    sessions = sessions.filter(opening__round=round_)
    if unit is not None:
        sessions = sessions.filter(opening__unit__path__within=unit.path)
    return page_of(sessions.select_related("opening__unit", "place"), by="on", after=after)


def presences(session: Session) -> list[Presence]:
    """Who is expected and who was there. Three queries."""
    expected = attendees(session)
    there = present(session, expected)
    return [Presence(one.key, _called(one), _where(one), there.get(one.key)) for one in expected]


def called(placement: Placement) -> str:
    """Whom a placement is of; a person masked."""
    application = placement.application
    if application is not None and application.kind == "team" and application.name:
        return application.name
    if placement.person is not None:
        return mask_name(placement.person.name)
    return placement.partner.name if placement.partner else placement.for_unit.short if placement.for_unit else ""


def life_list(
    placements: QuerySet[Placement], *, round_: Round, unit: Unit | None = None, after: str | None = None
) -> Page[Life]:
    """A page of those who have a place in a round, with what was confirmed. Three queries, however many lines."""
    placements = placements.filter(opening__round=round_, state__in=COUNTED)
    if unit is not None:
        placements = placements.filter(opening__unit__path__within=unit.path)
    along = ("opening__unit", "opening__round", "person__home", "partner", "for_unit", "application")
    page = page_of(placements.select_related(*along), after=after)
    kind = kind_of_life(round_)
    amounts = confirmed(page.lines, kind)
    papers = {one.placement_id: one for one in Certificate.objects.filter(placement__in=page.lines, revoked=None)}
    measure = kind.measure if kind else ""
    return Page(
        [Life(one, called(one), amounts.get(one.pk, Decimal(0)), measure, papers.get(one.pk)) for one in page.lines],
        page.next,
    )


def kind_of_life(round_: Round) -> RecordKind | None:
    """The kind of record by which a round shows what somebody did: of the service, else of the training."""
    definition = frozen(round_.definition)
    if definition.service and definition.service.record:
        return definition.kind(definition.service.record)
    return kind_counted(definition)


def confirmed(placements: Iterable[Placement], kind: RecordKind | None) -> dict[int, Decimal]:
    """How much was confirmed for each of some placements of one round. One query; none without a kind."""
    placements = [one for one in placements if one.person_id is not None]
    if kind is None or not placements:
        return {}
    rows = Record.objects.filter(
        round=placements[0].opening.round_id, kind=kind.key, person__in=[one.person_id for one in placements]
    )
    sums = dict(rows.order_by().values_list("person").annotate(Sum("quantity")))
    return {one.pk: sums[one.person_id] for one in placements if one.person_id in sums}


def waiting_reports(reports: QuerySet[Report], *, round_: Round, unit: Unit | None = None) -> QuerySet[Report]:
    """Reports and hours that wait to be looked at, the oldest first."""
    reports = reports.filter(placement__opening__round=round_, accepted=None, remark="")
    if unit is not None:
        reports = reports.filter(placement__opening__unit__path__within=unit.path)
    along = ("placement__opening__unit", "placement__person", "placement__partner", "placement__for_unit")
    return reports.select_related(*along, "placement__application").order_by("pk")


def claims_of(placement: Placement) -> list[tuple[Report, Claim]]:
    """Hours that were written down by oneself, the latest first."""
    rows = Report.objects.filter(placement=placement, report__startswith=PREFIX).order_by("-pk")
    return [(one, claim_of(one)) for one in rows]


def reports_of(placement: Placement) -> list[tuple[str, str, date | None, Report | None]]:
    """Key, title and day of every report that is asked for, and what was handed in."""
    service = frozen(placement.opening.round.definition).service
    if service is None:
        return []
    filed = {one.report: one for one in Report.objects.filter(placement=placement)}
    due = {key: day for key, _title, day in reports_due(placement)}
    return [(one.key, title_of(one), due.get(one.key), filed.get(one.key)) for one in service.reports]


def reports_asked(placement: Placement, today: date) -> list[tuple[str, str, date | None, Report | None]]:
    """The same as they concern the person: of a round that is over, those alone that were handed in."""
    round_ = placement.opening.round
    over = round_.state != RoundState.OPEN or (round_.closes is not None and round_.closes < today)
    return [one for one in reports_of(placement) if one[3] is not None or not over]


def is_asked(placement: Placement, side: Side, today: date) -> bool:
    """Whether one side may still say how it was: it was not said yet, and it is still taken. One query."""
    last = last_day_to_say(placement)
    if not asked(frozen(placement.opening.round.definition), side) or (last is not None and today > last):
        return False
    return not placement.feedback.filter(side=side).exists()


def report_answers(report: Report) -> list[tuple[Field, str]]:
    """What a report says, as people read it; of a file its number."""
    service = frozen(report.placement.opening.round.definition).service
    fields = next((one.fields for one in service.reports if one.key == report.report), ()) if service else ()
    return answered(fields, report.answers)


def paper_of_report(report: Report, number: int) -> Paper:
    """A file that came with a report and is still there. Raises `NotVisible`."""
    found = Paper.objects.filter(pk=number, about=about_report(report.pk), purged=None).first()
    if found is None:
        raise NotVisible(_("没有找到这份附件，或已按期删除。"), key=number)
    return found


def records_of_life(placement: Placement) -> QuerySet[Record]:
    """What was recorded for a placement's person in its round, and stands; the latest first."""
    rows = Record.objects.filter(round=placement.opening.round_id, reverses=None, reversal=None)
    return rows.filter(person=placement.person_id).exclude(person=None).order_by("-on", "-pk")


def measured(records: Iterable[Record], definition: ProgrammeType) -> list[tuple[Record, str]]:
    """Records with what each is counted in: attendances and days of service stand side by side."""
    measures = {kind.key: kind.measure for kind in definition.records}
    return [(one, measures.get(one.kind, "")) for one in records]


def feedback_told(round_: Round, side: Side, *, named_to_none: bool) -> list[Answers]:
    """What one side said in a round. `named_to_none`: to the other side, below `FEW` answers nothing is shown."""
    rows = Feedback.objects.filter(placement__opening__round=round_, side=side)
    told = [dict(_plain(one)) for one in rows.values_list("answers", flat=True)]
    if named_to_none and len(told) < FEW:
        return []
    return [_answers(field, told) for field in asked(frozen(round_.definition), side)]


def feedback_of(placement: Placement, side: Side, account: Account) -> list[tuple[Field, str]]:
    """What an account said itself about a placement, for the account alone; of a file its number."""
    one = Feedback.objects.filter(placement=placement, side=side, by=account).first()
    return answered(asked(frozen(placement.opening.round.definition), side), one.answers) if one else []


def paper_of_feedback(round_: Round, number: int) -> Paper:
    """A file that came with feedback in a round and is still there. Raises `NotVisible`."""
    found = Paper.objects.filter(pk=number, purged=None).first()
    said = Feedback.objects.filter(placement__opening__round=round_, by=found.owner_id) if found else None
    if found is None or said is None or found.about not in map(about_feedback, said.values_list("pk", flat=True)):
        raise NotVisible(_("没有找到这份附件，或已按期删除。"), key=number)
    return found


def feedback_counts(round_: Round) -> dict[str, int]:
    """How many of each side answered, and how many placements there are to answer about."""
    rows = Feedback.objects.filter(placement__opening__round=round_).order_by().values_list("side")
    placements = Placement.objects.filter(opening__round=round_, state__in=COUNTED).count()
    return dict(rows.annotate(Count("pk"))) | {"all": placements}


def may_be_certified(round_: Round, placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements of a round that have no certificate yet and are not broken off."""
    along = ("opening__unit", "opening__round__unit", "person", "partner", "for_unit", "application")
    rows = placements.filter(opening__round=round_, state__in=COUNTED).exclude(state=PlacementState.BROKEN)
    return rows.exclude(certificates__in=Certificate.objects.filter(revoked=None)).select_related(*along).order_by("pk")


def coming_sessions(placements: Iterable[Placement], today: date) -> list[Session]:
    """The sessions of today and later for some placements."""
    openings = {one.opening_id for one in placements if one.until is None or one.until > today}
    rows = Session.objects.filter(Q(opening__in=openings), on__gte=today, cancelled=False)
    return list(rows.select_related("opening", "place").order_by("on", "starts")[:50])


def _plain(stored: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(stored)
    return told


def _answers(field: Field, told: list[dict[str, object]]) -> Answers:
    """Choices counted; words sorted by themselves, so that their order tells nothing."""
    given = [one[field.key] for one in told if one.get(field.key)]
    if field.kind == "file":
        return Answers(field, [], [], _shuffled(given))
    flat = [part for one in given for part in (one if isinstance(one, list) else [one])]
    if field.choices:
        return Answers(field, [(choice, flat.count(choice)) for choice in field.choices], [], [])
    return Answers(field, [], sorted(str(one) for one in flat), [])


def _shuffled(numbers: list[object]) -> list[int]:
    """Papers that are still there, by the names of their sealed files, which are drawn by chance."""
    there = Paper.objects.filter(pk__in=[int(str(one)) for one in numbers], purged=None)
    return list(there.order_by("stored").values_list("pk", flat=True))


def _called(attendee: Attendee) -> str:
    return mask_name(attendee.person.name) if attendee.person else called(attendee.placement)


def _where(attendee: Attendee) -> str:
    return attendee.person.home.short if attendee.person else ""

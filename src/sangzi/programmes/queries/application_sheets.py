"""One application in full, for whoever deals with it: masked until somebody says why they must see more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.kernel.fields import Field, shown
from sangzi.kernel.masking import mask_name, mask_phone
from sangzi.kernel.models import Paper
from sangzi.people.queries import Card, person_card

from ..answering import answers_of
from ..attachments import about_evidence
from ..models import Application, ApplicationState, GuardianRequest, Member, Milestone, Placement, Round
from .application_lists import ApplicationLine, application_line, masked, wishes_along
from .rounds import definition_of


@dataclass(frozen=True)
class AnswerLine:
    """One answer; `hidden` where what is shown is not the whole. `file`: the number of an uploaded paper."""

    field: Field
    text: str
    hidden: bool
    file: str


@dataclass(frozen=True)
class MemberLine:
    """Somebody in a team; `agreed` when they have said so themselves."""

    name: str
    role: str
    agreed: datetime | None


@dataclass(frozen=True)
class GuardianLine:
    """A guardian who was asked."""

    name: str
    phone: str
    relation: str
    asked: datetime
    agreed: bool | None
    answered: datetime | None


@dataclass(frozen=True)
class ApplicationSheet:
    """Everything about one application."""

    line: ApplicationLine
    person: Card | None
    answers: list[AnswerLine]
    gone: bool
    members: list[MemberLine]
    guardians: list[GuardianLine]
    milestones: list[Milestone]
    placements: list[Placement]


def application_sheet(application: Application) -> ApplicationSheet:
    """Everything about an application that has its round, unit and applicant along. At most five queries."""
    prefetch_related_objects([application], wishes_along())
    placements = application.placements.select_related("opening__unit").order_by("pk")
    return ApplicationSheet(
        line=application_line(application),
        person=person_card(application.person) if application.person else None,
        answers=answers_in(application),
        gone=bool(application.evidence_until) and not application.evidence,
        members=[_member(one) for one in application.members.order_by("pk")],
        guardians=[_guardian(one) for one in application.guardian_requests.order_by("-pk")],
        milestones=list(application.milestones.select_related("by").order_by("-at", "-pk")),
        placements=list(placements),
    )


def answers_in(application: Application) -> list[AnswerLine]:
    """What was answered in the order in which it was asked. Reads the round."""
    step = definition_of(application.round).applications
    answers = answers_of(application)
    given = [(one, answers[one.key]) for one in (step.fields if step else ()) if answers.get(one.key)]
    return [
        AnswerLine(
            field=one,
            text=masked(one, answer) if _is_hidden(one) else shown(one, answer),
            hidden=_is_hidden(one),
            file=str(answer) if one.kind == "file" else "",
        )
        for one, answer in given
    ]


def paper_in(application: Application, number: int) -> Paper:
    """A file that belongs to an application and is still there. Raises `NotVisible`."""
    abouts = (f"application:{application.pk}", about_evidence(application.pk))
    found = Paper.objects.filter(pk=number, about__in=abouts, purged=None).first()
    if found is None:
        raise NotVisible(_("没有找到这份附件，或已按期删除。"), key=number)
    return found


def next_to_decide(applications: QuerySet[Application], round_: Round, after: int) -> int | None:
    """The application that comes after this one among those that wait for a decision. At most two queries."""
    waiting = (
        applications.filter(round=round_, state=ApplicationState.SUBMITTED).order_by("-pk").values_list("pk", flat=True)
    )
    return waiting.filter(pk__lt=after).first() or waiting.exclude(pk=after).first()


def _is_hidden(field: Field) -> bool:
    return field.personal or field.keep is not None or field.kind == "phone"


def _member(member: Member) -> MemberLine:
    return MemberLine(mask_name(member.name), member.role, member.agreed)


def _guardian(asked: GuardianRequest) -> GuardianLine:
    return GuardianLine(
        name=mask_name(asked.name),
        phone=mask_phone(asked.phone),
        relation=asked.relation,
        asked=asked.asked,
        agreed=asked.agreed,
        answered=asked.answered,
    )

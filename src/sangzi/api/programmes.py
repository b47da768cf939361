"""Operations about rounds, openings, applications, placements, sessions that only read."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from sangzi.kernel.errors import NotVisible
from sangzi.kernel.fields import Field
from sangzi.kernel.wording import speaks_english
from sangzi.people.access import own_person
from sangzi.programmes.access import get_round_for, visible_applications
from sangzi.programmes.access.life import get_session_for
from sangzi.programmes.access.own import own_applications
from sangzi.programmes.access.public import get_public_round, public_openings
from sangzi.programmes.answering import answers_of
from sangzi.programmes.models import Application, Opening, Placement, Round, Session
from sangzi.programmes.queries import Narrowing, applications_list, columns_of, definition_of, narrowed_to
from sangzi.programmes.queries.application_lists import ApplicationLine, application_line, wishes_along
from sangzi.programmes.queries.life import coming_sessions, presences
from sangzi.programmes.queries.own import live_placements, own_list
from sangzi.programmes.queries.public import public_openings_list, standing_of
from sangzi.units.models import Unit
from sangzi.units.queries import unit_by_slug

from .operations import Nothing, operation
from .programme_shapes import (
    ApplicationsAsked,
    ApplicationShape,
    ApplicationsShape,
    AttendeeShape,
    FieldShape,
    FormShape,
    OpeningsAsked,
    OpeningShape,
    OpeningsShape,
    OwnAsked,
    PlacementShape,
    SessionShape,
    WishShape,
)

JSON_KINDS: dict[str, dict[str, Any]] = {
    "choices": {"type": "array", "uniqueItems": True},
    "date": {"type": "string", "format": "date"},
    "number": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "money": {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"},
    "yes": {"enum": ["yes", "no"]},
    "url": {"type": "string", "format": "uri"},
}


@operation("GET", "openings/", whom="anyone", asks=OpeningsAsked, answers=OpeningsShape)
def find_openings(_request: Any, asked: OpeningsAsked) -> OpeningsShape:
    """What can be applied for now, newest first; no account is needed."""
    now = timezone.now()
    page = public_openings_list(
        public_openings(),
        now=now,
        home=unit_by_slug(asked.home) if asked.home else None,
        round_=get_public_round(asked.round) if asked.round else None,
        programmes=[asked.programme] if asked.programme else None,
        text=asked.q,
        first=asked.since,
        last=asked.until,
        free=asked.free,
        after=asked.after,
        size=asked.size,
    )
    return OpeningsShape(items=[_opening(one) for one in page.lines], next=page.next)


@operation("GET", "rounds/<int:round_id>/form/", whom="anyone", answers=FormShape)
def read_form(_request: Any, _asked: Nothing, round_id: int) -> FormShape:
    """What an application in a public round asks, as fields and as a JSON Schema of its answers."""
    return form_of(get_public_round(round_id))


@operation("GET", "applications/", whom="signed-in", asks=OwnAsked, answers=ApplicationsShape)
def read_own_applications(request: Any, asked: OwnAsked) -> ApplicationsShape:
    """One's own applications, newest first, with one's own answers."""
    rows = own_applications(request.user).select_related("unit", "person__home", "partner", "for_unit")
    page = own_list(rows.prefetch_related(wishes_along()), after=asked.after, size=asked.size)
    return ApplicationsShape(items=[own_application(one) for one in page.lines], next=page.next)


@operation(
    "GET", "rounds/<int:round_id>/applications/", whom="staff", asks=ApplicationsAsked, answers=ApplicationsShape
)
def read_applications(request: Any, asked: ApplicationsAsked, round_id: int) -> ApplicationsShape:
    """Applications of a round at the unit at hand and below it, persons masked, with the columns of the list."""
    found = get_round_for(request.scope, round_id)
    narrowing = Narrowing(
        state=asked.state, unit=request.unit, opening=asked.opening, wish=asked.wish, waiting=asked.waiting
    )
    columns = columns_of(definition_of(found))
    rows = narrowed_to(visible_applications(request.scope), found, narrowing, timezone.now())
    page = applications_list(rows, columns=columns, after=asked.after, size=asked.size)
    return ApplicationsShape(items=[_line(one, found, columns) for one in page.lines], next=page.next)


@operation("GET", "placements/", whom="signed-in", answers=list[PlacementShape])
def read_own_placements(request: Any, _asked: Nothing) -> list[PlacementShape]:
    """What one has now, or is offered and may accept."""
    person = own_person(request.user)
    return [placement_shape(one) for one in live_placements(person)] if person else []


@operation("GET", "sessions/", whom="signed-in", answers=list[SessionShape])
def read_own_sessions(request: Any, _asked: Nothing) -> list[SessionShape]:
    """The sessions of today and later of what one has a place in."""
    person = own_person(request.user)
    placements = live_placements(person) if person else []
    return [_session(one) for one in coming_sessions(placements, timezone.localdate())]


@operation("GET", "sessions/<int:session>/attendees/", whom="staff", answers=list[AttendeeShape])
def read_attendees(request: Any, _asked: Nothing, session: int) -> list[AttendeeShape]:
    """Who is expected at a session, masked, and who was there."""
    found = get_session_for(request.scope, session)
    return [AttendeeShape(key=one.key, name=one.called, there=one.record is not None) for one in presences(found)]


def form_of(found: Round) -> FormShape:
    """The form that a round's definition asks. Raises `NotVisible` where nobody applies."""
    programme = definition_of(found)
    step, consent = programme.applications, programme.consent
    if step is None:
        raise NotVisible("no application in this round", round=found.pk)
    return FormShape(
        round=found.pk,
        title=found.title,
        programme=programme.key,
        by=list(step.by),
        wishes=step.wishes,
        dated=bool(programme.openings and programme.openings.dated),
        guardian=consent.guardian if consent else "never",
        consent=(consent.purpose_en if speaks_english() else consent.purpose) if consent else "",
        fields=[_field(one) for one in step.fields],
        answers=schema_of(step.fields),
    )


def schema_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The JSON Schema of a set of answers."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [one.key for one in fields if one.required],
        "properties": {one.key: _property(one) for one in fields},
    }


def _property(asked: Field) -> dict[str, Any]:
    schema = {"title": asked.title, **JSON_KINDS.get(asked.kind, {"type": "string"})}
    if asked.kind == "choice":
        schema = {"title": asked.title, "enum": list(asked.choices)}
    if asked.kind == "choices":
        schema["items"] = {"enum": list(asked.choices)}
    if asked.kind in ("text", "long"):
        schema |= {name: int(value) for name, value in (("minLength", asked.least), ("maxLength", asked.most)) if value}
    return schema


def own_application(application: Application) -> ApplicationShape:
    """One's own application with one's own answers, evidence included while it is there."""
    return application_shape(application_line(application), application, answers_of(application))


def application_shape(line: ApplicationLine, application: Application, answers: dict[str, Any]) -> ApplicationShape:
    return _shape(line, application.round_id, answers, guardian=application.guardian, revision=application.revision)


def _line(line: ApplicationLine, found: Round, columns: list[Field]) -> ApplicationShape:
    said = [one for _title, one in line.cells]
    return _shape(line, found.pk, {one.key: cell for one, cell in zip(columns, said, strict=True)})


def _shape(
    line: ApplicationLine, round_: int, answers: dict[str, Any], *, guardian: str | None = None, revision: int = 0
) -> ApplicationShape:
    return ApplicationShape(
        id=line.pk,
        round=round_,
        applicant=line.called,
        unit=line.unit.pk,
        state=line.state,
        guardian=line.guardian if guardian is None else guardian,
        submitted=line.submitted,
        reason=line.reason,
        revision=revision,
        wishes=[
            WishShape(rank=one.rank, opening=one.opening, title=one.title, state=one.state, line=one.line)
            for one in line.wishes
        ],
        answers=answers,
    )


def placement_shape(one: Placement) -> PlacementShape:
    """A placement. Reads the opening."""
    return PlacementShape(
        id=one.pk,
        opening=one.opening_id,
        title=one.opening.title,
        unit=one.opening.unit_id,
        application=one.application_id,
        state=one.state,
        accept_by=one.accept_by,
        since=one.since,
        until=one.until,
    )


def _opening(one: Opening) -> OpeningShape:
    unit: Unit = one.unit
    return OpeningShape(
        id=one.pk,
        round=one.round_id,
        programme=one.round.programme,
        title=one.title,
        unit=unit.name,
        unit_code=unit.code,
        summary=one.summary,
        on=one.on,
        until=one.until,
        capacity=one.capacity,
        left=one.capacity - one.taken,
        amount=one.amount,
        apply_until=one.round.apply_until,
        standing=standing_of(one.round, timezone.now(), one).value,
    )


def _session(one: Session) -> SessionShape:
    return SessionShape(
        id=one.pk,
        opening=one.opening_id,
        title=one.title or one.opening.title,
        on=one.on,
        starts=one.starts,
        ends=one.ends,
        place=one.place.name if one.place else "",
        cancelled=one.cancelled,
    )


def _field(one: Field) -> FieldShape:
    return FieldShape(**(json.loads(one.model_dump_json(exclude={"help_en"})) | {"choices": list(one.choices)}))

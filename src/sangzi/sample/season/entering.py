"""The first half of a round in the sample: it opens, something is offered, people apply, staff look."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sangzi.kernel.fields import Answer
from sangzi.people.actions import enter_register
from sangzi.people.definitions import known_register
from sangzi.people.models import Consent, Person
from sangzi.people.purposes import own_purpose
from sangzi.programmes.actions import (
    admit,
    answer_guardian,
    ask_guardian,
    begin,
    fill,
    offer,
    open_round,
    refuse,
    return_for_mending,
    set_slots,
    submit,
)
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.conditions import dated_conditions, needs_guardian, span_of
from sangzi.programmes.models import Application, ApplicationState, Guardian, Opening, Round
from sangzi.programmes.steps import Openings
from sangzi.units.models import Unit

from ..crowd import unassignable
from .answering import Pen
from .calls import Call
from .ground import CLERK, Ground, Scene, chance_of, spread

SUMMARY = "示例批次：内容均为虚构，可以放心试用报名、审核和分配。"
CONTACT = "示例团委青年发展部"
HELPER = "示例老师"


def opened(ground: Ground, call: Call) -> Scene:
    """The round of a call, open, labelled as sample."""
    unit, phase = ground.at(call.at), call.phase
    chance = chance_of(ground, call)
    clerk = ground.accounts.get(CLERK)
    scene = Scene(ground, call, chance, Round(), Pen(chance, ground.until, unit.code, clerk))
    begins = scene.day(phase.begins)
    round_ = open_round(
        programme=call.programme,
        unit=unit,
        title=call.title.format(short=unit.short, year=begins.year),
        opens=scene.day(phase.opens),
        closes=scene.day(phase.begins + phase.lasts),
        apply_from=scene.moment(phase.apply_from, 9),
        apply_until=scene.moment(phase.apply_until, 17),
        summary=SUMMARY,
        contact=CONTACT,
        by=clerk,
    )
    Round.objects.filter(pk=round_.pk).update(sample=True)
    scene.round = Round.objects.select_related("unit").get(pk=round_.pk)
    return scene


def offered(scene: Scene) -> None:
    """What the call offers, over the counties or townships of its unit."""
    call, begins = scene.call, scene.day(scene.call.phase.begins)
    givers = _givers(scene)
    seats = scene.ground.seats_in(scene.round.unit)
    units = spread(seats, len(givers) or min(call.many, max(2 * len(seats), 3)))
    step = scene.definition.openings
    assert step is not None
    for number, unit in enumerate(units):
        scene.pen.code = unit.code
        opening = offer(
            round=scene.round, unit=unit, title=f"{unit.short}{call.offers[number % len(call.offers)]}",
            on=begins, until=begins + timedelta(days=call.phase.lasts), capacity=min(call.seats, step.most),
            offered_by=givers[number] if givers else None, partner=scene.partner(),
            amount=Decimal(call.amount) if call.amount else None, summary=SUMMARY,
            answers=scene.pen.answers(step.fields, {**(call.known or {}), **_vetted(scene, step, unit)}),
            key=scene.ground.key(), by=scene.writer,
            outside=step.review and call.by != "unit" and number == len(units) - 1 > 1,
        )  # fmt: skip
        scene.openings.append(opening)
    if step.dated:
        _set_nights(scene, begins)
    scene.openings = [one for one in scene.openings if one.state == "offered"]


def _vetted(scene: Scene, step: Openings, unit: Unit) -> dict[str, str]:
    """Somebody for each field that names people, entered into the register in which these must stand."""
    today = scene.ground.until
    named = {}
    for field, key in step.vets.items():
        person = Person.objects.create(name=HELPER, initials="slls", home=unit, sample=True)
        fields = known_register(key).fields
        days = {asked.key: today.isoformat() for asked in fields if asked.kind == "date"}
        given = scene.pen.answers(fields, days)
        enter_register(register=key, unit=unit, since=today, today=today, by=None, person=person, fields=given)
        Consent.objects.create(person=person, purpose=own_purpose(key), given=today)
        named[field] = person.name
    return named


def _givers(scene: Scene) -> list[Person]:
    """Who offers their own time: mentors, experts, students; the cast's own first."""
    if scene.call.by != "person":
        return []
    pool = {"mentoring": "mentors", "study-pairs": "volunteers", "expert-visits": "experts"}[scene.call.programme]
    own = scene.ground.persons.get({"mentors": "mentor", "experts": "expert"}.get(pool, ""))
    there = scene.ground.people(pool, scene.round.unit)
    order = scene.chance.permutation(len(there)).tolist()
    rest = [there[at] for at in order if own is None or there[at].pk != own.pk]
    return ([own] if own else []) + rest[: scene.call.many]


def _set_nights(scene: Scene, begins: date) -> None:
    for opening in scene.openings:
        nights = {begins + timedelta(days=at): scene.call.seats for at in range(30)}
        set_slots(opening=opening, capacities=nights, now=scene.moment(scene.call.phase.opens), by=None)


def applied(scene: Scene) -> None:
    """Everybody applies on some day while that is possible; one in twelve leaves a draft."""
    phase = scene.call.phase
    last = min(phase.apply_until, 0)
    for number, bidder in enumerate(scene.bidders()):
        at = phase.apply_from + 1 + number * (last - phase.apply_from - 1) // max(scene.call.bids, 1)
        _apply(scene, bidder, number, at)


def _apply(scene: Scene, bidder: Bidder, number: int, at: int) -> None:
    step = scene.definition.applications
    assert step is not None
    now = scene.moment(at, 9 + number % 10, number * 7 % 60)
    application = begin(round=scene.round, bidder=bidder, key=scene.ground.key(), now=now, by=scene.clerk)
    dated = scene.definition.openings is not None and scene.definition.openings.dated
    first = scene.day(scene.call.phase.begins + number % 4)
    application = fill(
        application=application, answers=scene.pen.answers(step.fields) | _in_time(scene, number),
        revision=application.revision, now=now, by=scene.clerk, wishes=_wishes(scene, step.wishes, number),
        since=first if dated else None, until=first + timedelta(days=2) if dated else None,
    )  # fmt: skip
    if number % 12 == 11:
        return
    token = _ask_guardian(scene, application, bidder, number, at)
    application.refresh_from_db()
    submit(application=application, revision=application.revision, now=now, by=scene.clerk)
    if token and number:
        answer_guardian(token=token, agreed=number != 4, name="示例家长", now=scene.moment(at, 20))


def _in_time(scene: Scene, number: int) -> dict[str, Answer]:
    """The dates that the conditions look at, each within its span: one graduated lately, another years ago."""
    said: dict[str, Answer] = {}
    for one, _title in dated_conditions(scene.definition):
        first, last = span_of(one, scene.round.opens)
        said[one.field] = (first + timedelta(days=number * 97 % ((last - first).days + 1))).isoformat()
    return said


def _wishes(scene: Scene, most: int, number: int) -> list[Opening]:
    """Some openings, what is offered first the most wished for."""
    count = min(most, len(scene.openings), 1 + number % 5)
    start = int(scene.chance.integers(len(scene.openings)) * scene.chance.random())
    return [scene.openings[(start + at) % len(scene.openings)] for at in range(count)]


def _ask_guardian(scene: Scene, application: Application, bidder: Bidder, number: int, at: int) -> str:
    """The token of a guardian's link, where one must agree: the first one never answers, one will not agree."""
    if not needs_guardian(scene.definition, bidder, scene.day(at)):
        return ""
    return ask_guardian(
        application=application, name="示例家长", phone=unassignable(number), relation="母亲",
        now=scene.moment(at, 9), by=scene.clerk,
    )  # fmt: skip


def screened(scene: Scene) -> None:
    """Staff let most through, refuse one with a reason, give one back while there is time; the newest still wait."""
    phase = scene.call.phase
    over = phase.apply_until < -3
    at = min(phase.apply_until + 1, 0)
    scene.again()
    waiting = [one for one in scene.applications if one.state == ApplicationState.SUBMITTED]
    ready = [one for one in waiting if one.guardian not in (Guardian.ASKED, Guardian.REFUSED)]
    for number, application in enumerate(ready):
        now = scene.moment(at, 10, number % 60)
        if number == 3:
            refuse(application=application, reason="材料与报名条件不符（示例）。", now=now, by=scene.clerk)
        elif number == 5 and not over:
            return_for_mending(application=application, reason="请补充在校证明（示例）。", now=now, by=scene.clerk)
        elif over or number % 3 != 2:
            admit(application=application, now=now, by=scene.clerk)

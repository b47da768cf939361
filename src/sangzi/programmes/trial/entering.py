"""The first half of a walk: a round opens, something is offered, people apply, guardians answer, staff look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.kernel.fields import Answer
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, listed, speaks_english, title_of
from sangzi.people.actions import enter_register
from sangzi.people.definitions import known_register
from sangzi.people.models import Partner, Person

from ..actions import (
    admit,
    agree_membership,
    answer_guardian,
    ask_guardian,
    begin,
    fill,
    invite_member,
    offer,
    refuse,
    review_opening,
    set_slots,
    submit,
)
from ..bidders import OF_PERSONS, Bidder
from ..conditions import dated_conditions, span_of
from ..models import Applicant, Application, ApplicationState, Opening, OpeningState
from ..steps import Openings, Screening, Within
from .answers import answers_to
from .stage import OF_AGE, Trial

AHEAD = 20  # days from the beginning of the round to the first day of what is offered
SEATS = 4
USUAL_AGE = 20


def openings(trial: Trial) -> Iterator[str]:
    """Everybody who may offer does; what comes from outside is looked at first."""
    step = trial.definition.openings
    assert step is not None
    for offerer in _offerers(trial, step):
        opening = _offered(trial, step, offerer)
        if opening.state == OpeningState.REVIEW:
            opening = review_opening(opening=opening, accept=True, now=trial.now, by=trial.staff)
        trial.openings.append(opening)
    if step.dated:
        _set_days(trial, step)
    seats = sum(opening.capacity for opening in trial.openings)
    yield _("发布%(count)d项“%(what)s”，共%(seats)d个名额") % {
        "count": len(trial.openings),
        "what": step.offers_en if speaks_english() else step.offers,
        "seats": seats,
    }


def _offerers(trial: Trial, step: Openings) -> list[Person | Partner | None]:
    if trial.definition.pairing is not None:
        return [trial.person(40)]
    made: dict[str, Person | Partner | None] = {}
    for kind in step.by:
        made[kind] = trial.person(40) if kind == "person" else trial.partner() if kind == "partner" else None
    return list(dict.fromkeys(made.values()))[:2]


def _offered(trial: Trial, step: Openings, offerer: Person | Partner | None) -> Opening:
    assert trial.round is not None
    pairing = trial.definition.pairing
    account = offerer.account if isinstance(offerer, Person) else trial.staff
    return offer(
        round=trial.round,
        unit=trial.county,
        title=f"试用{step.offers}",
        on=trial.today + timedelta(days=AHEAD),
        capacity=min(step.most, SEATS, pairing.most if pairing else SEATS),
        by=account,
        place=trial.place() if _needs_place(trial) else None,
        offered_by=offerer if isinstance(offerer, Person) else None,
        partner=offerer if isinstance(offerer, Partner) else None,
        amount=Decimal(1000) if step.money else None,
        answers=answers_to(trial, step.fields, account or trial.staff) | _vetted(trial, step),
        key=trial.key(),
    )


def _vetted(trial: Trial, step: Openings) -> dict[str, Answer]:
    """Somebody in each register that names in an opening are looked for in."""
    named: dict[str, Answer] = {}
    for field, register in step.vets.items():
        person = trial.person(40)
        _enter(trial, register, person=person)
        named[field] = person.name
    return named


def _needs_place(trial: Trial) -> bool:
    return any(kind.place == "required" for kind in trial.definition.records)


def _set_days(trial: Trial, step: Openings) -> None:
    for opening in trial.openings:
        days = {opening.on + timedelta(days=at): opening.capacity for at in range(step.longest + 1)}
        set_slots(opening=opening, capacities=days, now=trial.now, by=trial.staff)


def applications(trial: Trial) -> Iterator[str]:
    """One of each kind applies, and of the first kind a second and a third; a minor's guardian is asked."""
    step = trial.definition.applications
    assert step is not None
    kinds = [*step.by, step.by[0], step.by[0]]
    for number, kind in enumerate(kinds):
        application = _applied(trial, kind, number)
        trial.applications.append(application)
    yield _("%(count)d份申请从草稿填到提交（%(by)s）") % {
        "count": len(kinds),
        "by": listed(str(Applicant(kind).label) for kind in step.by),
    }
    asked = sum(application.guardian == "agreed" for application in trial.applications)
    if asked:
        yield _("%(count)d份由监护人通过链接同意") % {"count": asked}


def _applied(trial: Trial, kind: str, number: int) -> Application:
    bidder, account = _bidder(trial, kind, number)
    assert trial.round is not None
    step = trial.definition.applications
    assert step is not None
    application = begin(round=trial.round, bidder=bidder, key=trial.key(), now=trial.now, by=account)
    if kind == "team":
        _gather(trial, application, step.least)
    dated = trial.definition.openings is not None and trial.definition.openings.dated
    first = trial.openings[0].on
    application = fill(
        application=application,
        answers=answers_to(trial, step.fields, account) | _in_time(trial),
        revision=application.revision,
        now=trial.now,
        by=account,
        wishes=trial.openings[: step.wishes],
        name="试用队" if kind == "team" else None,
        since=first if dated else None,
        until=first + timedelta(days=1) if dated else None,
    )
    _agree(trial, application, bidder)
    application.refresh_from_db()
    return submit(application=application, revision=application.revision, now=trial.now, by=account)


def _in_time(trial: Trial) -> dict[str, Answer]:
    """The dates that the conditions look at: the first day of the round suits them all."""
    assert trial.round is not None
    return {one.field: trial.round.opens.isoformat() for one, _title in dated_conditions(trial.definition)}


def _bidder(trial: Trial, kind: str, number: int) -> tuple[Bidder, Account]:
    """Somebody who meets the conditions. Homes alternate, so that a rule per village is not hit by all."""
    person = trial.person(_age(trial), home=trial.village if number % 2 else trial.other)
    assert person.account is not None
    if kind in OF_PERSONS:
        _list(trial, person=person)
        return Bidder(kind, person=person), person.account
    if kind == "partner":
        partner = trial.partner()
        _list(trial, partner=partner)
        return Bidder(kind, person=person, partner=partner), person.account
    return Bidder(kind, person=person, unit=trial.another_village()), person.account


def _age(trial: Trial) -> int:
    """An age within the conditions: a minor's where a guardian would have to be asked."""
    screening, consent = trial.definition.screening, trial.definition.consent
    least = screening.least_age or 0 if screening else 0
    most = screening.most_age if screening and screening.most_age is not None else 120
    minors = consent is not None and consent.guardian != "never" and least < OF_AGE
    return max(least, min(most, OF_AGE - 1 if minors else USUAL_AGE))


def _list(trial: Trial, *, person: Person | None = None, partner: Partner | None = None) -> None:
    """Enter an applicant into the register that the conditions name."""
    screening = trial.definition.screening
    if screening is None or not screening.listed_in:
        return
    if known_register(screening.listed_in).of == ("person" if person else "partner"):
        _enter(trial, screening.listed_in, person=person, partner=partner)


def _enter(trial: Trial, key: str, *, person: Person | None = None, partner: Partner | None = None) -> None:
    register = known_register(key)
    enter_register(
        register=register.key,
        unit=trial.county,
        since=trial.today,
        today=trial.today,
        by=person.account if person and register.by_self and not register.by_staff else trial.staff,
        person=person,
        partner=partner,
        fields=answers_to(trial, register.fields, trial.staff),
        by_self=register.by_self and not register.by_staff,
    )


def _gather(trial: Trial, application: Application, least: int) -> None:
    for _number in range(least - 1):
        member = trial.person(_age(trial))
        assert member.account is not None
        token = invite_member(application=application, name=member.name, now=trial.now, by=application.by)
        agree_membership(token=token, now=trial.now, by=member.account)


def _agree(trial: Trial, application: Application, bidder: Bidder) -> None:
    consent = trial.definition.consent
    if consent is None or consent.guardian == "never" or bidder.kind not in OF_PERSONS:
        return
    if consent.guardian == "minors" and _age(trial) >= OF_AGE:
        return
    token = ask_guardian(
        application=application, name="试监护", phone="13900000000", relation="母亲", now=trial.now, by=application.by
    )
    answer_guardian(token=token, agreed=True, name="试监护", now=trial.now)


def screening(trial: Trial) -> Iterator[str]:
    """Staff admit all but the last, who is refused with a reason; without staff all are admitted at once."""
    step = trial.definition.screening
    assert step is not None
    yield _("机器核对：%(conditions)s") % {"conditions": conditions_in_words(trial, step) or _("没有条件")}
    _refresh(trial)
    waiting = [one for one in trial.applications if one.state == ApplicationState.SUBMITTED]
    if not waiting:
        yield _("符合条件的当场通过，不用人看")
        return
    for application in waiting[:-1]:
        admit(application=application, now=trial.now, by=trial.staff)
    refuse(application=waiting[-1], reason=_("试退一份"), now=trial.now, by=trial.staff)
    _refresh(trial)
    yield _("通过%(admitted)d份，不通过1份并写明原因") % {"admitted": len(waiting) - 1}


def conditions_in_words(trial: Trial, step: Screening) -> str:
    """What the machine checks, as people say it."""
    said = []
    if step.least_age is not None:
        said.append(_("年满%(age)d周岁") % {"age": step.least_age})
    if step.most_age is not None:
        said.append(_("不超过%(age)d周岁") % {"age": step.most_age})
    if step.home:
        said.append(_("家在主办单位"))
    if step.listed_in:
        said.append(_("在名册“%(register)s”里") % {"register": title_of(known_register(step.listed_in))})
    if step.again_after:
        said.append(_("距上次满%(months)d个月") % {"months": step.again_after})
    return listed([*said, *(_dated(trial, one, title) for one, title in dated_conditions(trial.definition))])


def _dated(trial: Trial, condition: Within, title: str) -> str:
    assert trial.round is not None
    first, last = map(day_of, span_of(condition, trial.round.opens))
    return _("“%(field)s”在%(first)s至%(last)s之间") % {"field": title, "first": first, "last": last}


def _refresh(trial: Trial) -> None:
    for application in trial.applications:
        application.refresh_from_db()

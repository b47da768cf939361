"""The conditions of a programme that a machine can check, and what is said to who does not meet them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from sangzi.kernel.wording import day_of, title_of
from sangzi.people.definitions import registers
from sangzi.people.models import Entry

from .answering import answers_of
from .bidders import OF_PERSONS, OF_UNITS, Bidder
from .definitions import ProgrammeType
from .models import COUNTED, Application, Placement, Round
from .steps import Screening, Within

OF_AGE = 18


def age_on(born: date, on: date) -> int:
    """Full years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def needs_guardian(definition: ProgrammeType, bidder: Bidder, on: date) -> bool:
    """Whether a guardian must agree."""
    if definition.consent is None or bidder.kind not in OF_PERSONS or bidder.person is None:
        return False
    if definition.consent.guardian == "minors":
        return bidder.person.born is not None and age_on(bidder.person.born, on) < OF_AGE
    return definition.consent.guardian == "always"


def unmet(
    definition: ProgrammeType, application: Application, bidder: Bidder, today: date, *, unknown: Collection[str] = ()
) -> list[str]:
    """What an application or its bidder does not meet, in words; nothing where all conditions hold.

    What is `unknown` yet of the bidder (born, home, bidder: who it is) is not judged. At most two queries.
    """
    step, round_ = definition.screening, application.round
    said = [] if "born" in unknown else _about_birth(definition, round_, bidder)
    if step is None:
        return said
    said += [] if "home" in unknown else _about_home(step, round_, bidder)
    said += [] if "bidder" in unknown else _about_register(step, bidder)
    said += _about_dates(definition, application)
    return said + ([] if "bidder" in unknown else _about_last_time(step, round_, bidder, today))


def _about_birth(definition: ProgrammeType, round_: Round, bidder: Bidder) -> list[str]:
    if bidder.kind not in OF_PERSONS or bidder.person is None:
        return []
    step = definition.screening
    least, most = (step.least_age, step.most_age) if step else (None, None)
    asks_guardian = definition.consent is not None and definition.consent.guardian == "minors"
    if bidder.person.born is None:
        if least is None and most is None and not asks_guardian:
            return []
        return [_("没有出生日期，无法核对年龄；请先在“我的”里补充出生日期。")]
    age = age_on(bidder.person.born, round_.opens)
    if (least is None or age >= least) and (most is None or age <= most):
        return []
    told = {"on": day_of(round_.opens), "age": age, "least": least, "most": most}
    if least is not None and age < least:
        return [_("须年满%(least)d周岁；到%(on)s为%(age)d周岁。") % told]
    return [_("须不超过%(most)d周岁；到%(on)s为%(age)d周岁。") % told]


def _about_home(step: Screening, round_: Round, bidder: Bidder) -> list[str]:
    if not step.home or bidder.home.path.startswith(round_.unit.path):
        return []
    return [
        _("须家在%(unit)s；您登记的家乡是%(home)s。如有变动，请先更正家乡。")
        % {"unit": round_.unit.short, "home": bidder.home.short}
    ]


def _about_register(step: Screening, bidder: Bidder) -> list[str]:
    if not step.listed_in or bidder.kind in OF_UNITS:
        return []
    of = {"person": bidder.person} if bidder.kind in OF_PERSONS else {"partner": bidder.partner}
    if Entry.objects.filter(register=step.listed_in, until=None, **of).exists():
        return []
    register = registers().get(step.listed_in)
    title = title_of(register) if register else step.listed_in
    return [_("须已列入名册“%(register)s”；请先在名册中登记。") % {"register": title}]


def _about_dates(definition: ProgrammeType, application: Application) -> list[str]:
    """What is not answered yet is asked for by the form, not by this."""
    step = definition.screening
    answers = answers_of(application) if step and step.within else {}
    said = []
    for one, title in dated_conditions(definition):
        answer = answers.get(one.field)
        given = date.fromisoformat(answer) if isinstance(answer, str) and answer else None
        first, last = span_of(one, application.round.opens)
        if given is None or first <= given <= last:
            continue
        told = {"field": title, "first": day_of(first), "last": day_of(last), "given": day_of(given)}
        said.append(_("“%(field)s”须在%(first)s至%(last)s之间；您填的是%(given)s。") % told)
    return said


def dated_conditions(definition: ProgrammeType) -> list[tuple[Within, str]]:
    """The conditions about dates of the form, each with the title of its field."""
    step, form = definition.screening, definition.applications
    titles = {field.key: title_of(field) for field in form.fields} if form else {}
    return [(one, titles[one.field]) for one in (step.within if step else ()) if one.field in titles]


def span_of(condition: Within, opens: date) -> tuple[date, date]:
    """The first and the last day that a condition about a date allows in a round, both included."""
    return months_before(opens, 12 * condition.years), months_before(opens, -12 * condition.ahead)


def _about_last_time(step: Screening, round_: Round, bidder: Bidder, today: date) -> list[str]:
    if not step.again_after:
        return []
    before = months_before(today, step.again_after)
    recent = Placement.objects.filter(bidder.named, opening__round__programme=round_.programme, state__in=COUNTED)
    last = recent.filter(since__gt=before).order_by("-since").values_list("since", flat=True).first()
    if last is None:
        return []
    return [
        _("距上次参加（%(last)s）未满%(months)d个月；请到期后再报名。")
        % {"last": day_of(last), "months": step.again_after}
    ]


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last day of that month."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    for number in range(day.day, day.day - 4, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError  # every month has 28 days

"""Where programmes are willing to be counted: records, people, posts, placements, pairs."""

from __future__ import annotations

from datetime import date

import numpy as np
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.fact_columns import day_columns, hundredths, joined, spell_columns
from sangzi.kernel.facts import SCALE, Fact, FactRows, declare
from sangzi.kernel.wording import title_of
from sangzi.units.models import Unit

from .bidders import OF_PERSONS
from .definitions import ProgrammeType, RecordKind, applying, offering, pairing, people_tags, programmes, record_tags
from .locality import local_units
from .models import COUNTED, Application, Member, Opening, OpeningState, Placement, Record
from .pairs import Pair, steps_of_all

# A placement given back on its first day never was one; one that is only offered, or was not taken, is none.
BEGUN = (Q(until=None) | Q(until__gt=F("since"))) & Q(state__in=COUNTED, person__isnull=False)
PAIRED = {"state__in": COUNTED, "person__isnull": False}


def record_rows(tag: str) -> FactRows:
    """The quantity of every record; a reversal's is negative, on the day of what it reverses."""
    return day_columns(Record.objects.filter(tag=tag), unit="unit_id", day="on", amount=hundredths("quantity"))


def people_rows(tag: str) -> FactRows:
    """One row for every record that names a person and stands."""
    return day_columns(standing(tag), unit="unit_id", day="on", person="person_id")


def people_rows_of(tag: str, person: int) -> FactRows:
    """The rows of one person."""
    return day_columns(standing(tag).filter(person=person), unit="unit_id", day="on", person="person_id")


def standing(tag: str) -> QuerySet[Record]:
    """Records of a tag that name a person, are no reversal and were not reversed."""
    return Record.objects.filter(tag=tag, person__isnull=False, reverses=None, reversal=None)


def post_rows(programme: str) -> FactRows:
    """The capacity of every opening, on its day, at its unit."""
    return day_columns(_openings(programme), unit="unit_id", day="on", amount=hundredths("capacity"))


def local_post_rows(programme: str) -> FactRows:
    """The same of openings at county level and below."""
    rows = post_rows(programme)
    units = Unit.objects.filter(openings__round__programme=programme).distinct()
    local = local_units(units.values_list("pk", "kind", "level", "path"))
    chosen = np.isin(rows.unit, np.fromiter(local, dtype=np.int64, count=len(local)))
    return FactRows(*(column[chosen] for column in rows))


def placed_rows(programme: str) -> FactRows:
    """One row for every placement that began, at the opening's unit."""
    return day_columns(_placements(programme), unit="opening__unit_id", day="since", person="person_id")


def placed_rows_of(programme: str, person: int) -> FactRows:
    """The rows of one person."""
    rows = _placements(programme).filter(person=person)
    return day_columns(rows, unit="opening__unit_id", day="since", person="person_id")


def paired_rows(programme: str) -> FactRows:
    """+1 when a person's first living pair begins, -1 when the last one ends.

    Most persons have one pair, which is the two ends of a spell; only the others are walked through one by one.
    """
    pairs = Placement.objects.filter(opening__round__programme=programme, opening__offered_by__isnull=False, **PAIRED)
    several = pairs.order_by().values("person").annotate(pairs=Count("pk")).filter(pairs__gt=1).values("person")
    lone = pairs.exclude(person__in=several)
    ends = spell_columns(lone, unit="opening__unit_id", since="since", until="until")
    return joined(ends, _walked(pairs.filter(person__in=several)))


def _walked(placements: QuerySet[Placement]) -> FactRows:
    columns = ("person_id", "since", "until", "opening__unit_id", "pk")
    table = placements.order_by("person_id", "since", "pk").values_list(*columns)
    pairs = ((person, Pair(day.toordinal(), _ordinal(end), unit, key)) for person, day, end, unit, key in table)
    steps = np.array(list(steps_of_all(pairs)), dtype=np.int64).reshape(-1, 3)
    return FactRows(steps[:, 0], steps[:, 1], steps[:, 2] * SCALE, np.zeros(len(steps), dtype=np.int64))


def applied_rows(programme: str) -> FactRows:
    """One row for every application that was handed in, on its local day, where it is dealt with."""
    return day_columns(_handed_in(programme), unit="unit_id", day="on")


def applicant_rows(programme: str) -> FactRows:
    """One row for everybody in every application that was handed in: who applied, and a team's members who agreed."""
    return _applicants(Q(), programme)


def applicant_rows_of(programme: str, person: int) -> FactRows:
    """The rows of one person."""
    return _applicants(Q(person=person), programme)


def _applicants(whose: Q, programme: str) -> FactRows:
    handed_in = _handed_in(programme)
    own = handed_in.filter(whose, kind__in=OF_PERSONS, person__isnull=False)
    joined_in = Member.objects.filter(whose, application__in=handed_in, agreed__isnull=False, person__isnull=False)
    mates = joined_in.annotate(on=TruncDate("application__submitted"))
    return joined(
        day_columns(own, unit="unit_id", day="on", person="person_id"),
        day_columns(mates, unit="application__unit_id", day="on", person="person_id"),
    )


def _handed_in(programme: str) -> QuerySet[Application]:
    rows = Application.objects.filter(round__programme=programme, submitted__isnull=False)
    return rows.annotate(on=TruncDate("submitted"))


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _openings(programme: str) -> QuerySet[Opening]:
    return Opening.objects.filter(round__programme=programme, state=OpeningState.OFFERED)


def _placements(programme: str) -> QuerySet[Placement]:
    return Placement.objects.filter(BEGUN, opening__round__programme=programme)


def record_in_words(tag: str) -> tuple[str, str]:
    """Programme and kind of a record, and what its quantity counts."""
    programme, kind = _kind_of(tag)
    return f"{title_of(programme)}：{title_of(kind)}", kind.measure


def person_in_words(tag: str) -> tuple[str, str]:
    """The same where persons are counted."""
    return record_in_words(tag)[0], _("名")


def programme_in_words(programme: str) -> tuple[str, str]:
    """What a programme is called; what is counted of it is places for persons, or persons."""
    return title_of(programmes()[programme]), _("名")


def application_in_words(programme: str) -> tuple[str, str]:
    """The same where applications are counted."""
    return title_of(programmes()[programme]), _("份")


def _kind_of(tag: str) -> tuple[ProgrammeType, RecordKind]:
    programme = programmes()[tag.partition("/")[0]]
    return programme, next(kind for kind in programme.records if f"{programme.key}/{kind.key}" == tag)


declare(
    Fact(
        key="programmes.records",
        title=gettext_lazy("纪实数量"),
        kind="flow",
        rows=record_rows,
        tags=record_tags,
        worded=record_in_words,
    )
)
declare(
    Fact(
        key="programmes.people",
        title=gettext_lazy("纪实涉及人数"),
        kind="people",
        rows=people_rows,
        tags=people_tags,
        of_person=people_rows_of,
        worded=person_in_words,
    )
)
declare(
    Fact(
        key="programmes.posts",
        title=gettext_lazy("名额数"),
        kind="flow",
        rows=post_rows,
        tags=offering,
        worded=programme_in_words,
    )
)
declare(
    Fact(
        key="programmes.posts-local",
        title=gettext_lazy("县级及以下名额数"),
        kind="flow",
        rows=local_post_rows,
        tags=offering,
        worded=programme_in_words,
    )
)
declare(
    Fact(
        key="programmes.placed",
        title=gettext_lazy("上岗人数"),
        kind="people",
        rows=placed_rows,
        tags=offering,
        of_person=placed_rows_of,
        worded=programme_in_words,
    )
)
declare(
    Fact(
        key="programmes.applied",
        title=gettext_lazy("报名数"),
        kind="flow",
        rows=applied_rows,
        tags=applying,
        worded=application_in_words,
    )
)
declare(
    Fact(
        key="programmes.applicants",
        title=gettext_lazy("报名人数"),
        kind="people",
        rows=applicant_rows,
        tags=applying,
        of_person=applicant_rows_of,
        worded=programme_in_words,
    )
)
declare(
    Fact(
        key="programmes.paired",
        title=gettext_lazy("已结对人数"),
        kind="stock",
        rows=paired_rows,
        tags=pairing,
        worded=programme_in_words,
        by_person=True,
    )
)

"""Lists of records, rounds, openings and placements: over a subtree, paged by key, a fixed number of queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.programmes import access
from sangzi.programmes.actions import open_round, reverse_record, take_place
from sangzi.programmes.models import Opening, Placement, Record, Round
from sangzi.programmes.queries import openings_list, placements_list, records_list, rounds_list, rounds_to_record_in
from sangzi.units.access import scope_of

from .conftest import MAY, TODAY

RECORDS = Record.objects.all


@pytest.fixture
def diary(stage):
    """Hours of one person over five days of two months, at two units."""
    days = [date(2024, 4, 3), date(2024, 4, 29), MAY, MAY, date(2024, 5, 30)]
    units = [stage.tree.township, stage.tree.village]
    return [
        stage.record("volunteering", "hours", person=stage.people[0], on=day, unit=units[number % 2], key=str(number))
        for number, day in enumerate(days)
    ]


def test_records_page_from_the_latest_day_without_gap_or_double(stage, diary, django_assert_num_queries):
    seen, after = [], None
    while not seen or after:
        with django_assert_num_queries(2):
            page = records_list(RECORDS(), unit=stage.tree.county, after=after, size=2)
        seen += [line.pk for line in page.lines]
        after = page.next
    assert seen == [diary[number].pk for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"first": date(2024, 4, 1), "last": date(2024, 4, 30)}, [1, 0]),
        ({"tag": "volunteering/hours"}, [4, 3, 2, 1, 0]),
        ({"tag": "volunteering"}, [4, 3, 2, 1, 0]),
        ({"tag": "volunteer"}, []),
        ({"tag": "volunteering/shift"}, []),
    ],
)
def test_records_are_chosen_by_tag_and_days(diary, asked, numbers):
    assert [line.pk for line in records_list(RECORDS(), **asked).lines] == [diary[number].pk for number in numbers]


def test_records_of_a_unit_are_those_below_it(stage, diary):
    at_village = records_list(RECORDS(), unit=stage.tree.village).lines
    assert {line.unit.pk for line in at_village} == {stage.tree.village.pk}
    assert records_list(RECORDS(), unit=stage.tree.other_county).lines == []


def test_a_record_line_is_masked_and_worded_by_its_round(stage, diary):
    line = records_list(RECORDS(), size=1).lines[0]
    assert (line.programme, line.kind, line.quantity, line.measure) == ("青年志愿服务", "服务时长", Decimal(1), "小时")
    assert line.person.name == "张*三"
    with translation.override("en"):
        english = records_list(RECORDS(), size=1).lines[0]
    assert (english.programme, english.kind, english.measure) == ("Volunteering", "Hours served", "hours")


def test_a_reversed_record_and_its_reversal_point_at_each_other(stage):
    record = stage.record()
    reversal = reverse_record(record=record, reason="登错", by=None)
    lines = {line.pk: line for line in records_list(RECORDS()).lines}
    assert (lines[record.pk].reversed_by, lines[reversal.pk].reverses) == (reversal.pk, record.pk)


def test_a_township_records_in_the_rounds_above_it_while_they_run(stage, django_assert_num_queries):
    tree = stage.tree
    elsewhere = open_round(programme="fairs", unit=tree.other_county, title="别县", opens=MAY, by=None)
    rounds = Round.objects.all()
    with django_assert_num_queries(1):
        running = rounds_to_record_in(rounds, tree.township, MAY, "fairs")
    assert running == [stage.rounds["fairs"]]
    assert elsewhere in rounds_to_record_in(rounds, tree.other_county, MAY)
    assert rounds_to_record_in(rounds, tree.township, date(2025, 1, 1)) == []


def test_rounds_openings_and_placements_list_in_one_query_each(stage, django_assert_num_queries):
    opening = stage.offer(capacity=1)
    placement = take_place(opening=opening, person=stage.people[0], on=MAY, by=None, key="k")
    with django_assert_num_queries(3):
        rounds = rounds_list(Round.objects.all(), unit=stage.tree.province, programme="return-home").lines
        openings = openings_list(Opening.objects.all(), round_=rounds[0], unit=stage.tree.county).lines
        placements = placements_list(Placement.objects.all(), opening=openings[0], round_=rounds[0]).lines
        assert (openings[0].unit.short, placements[0].person.home.short) == ("和龙", "龙城镇")
    assert [line.pk for line in placements] == [placement.pk]
    assert openings_list(Opening.objects.all(), free=True).lines == []


def test_rounds_are_seen_from_below_and_records_are_not_seen_from_beside(stage, diary, member, stranger):
    below, beside = scope_of(member, TODAY), scope_of(stranger, TODAY)
    assert set(access.visible_rounds(below)) == set(stage.rounds.values())
    assert not access.visible_rounds(beside).exists()
    assert access.visible_records(below).count() == 5
    with pytest.raises(NotVisible):
        access.get_record_for(beside, diary[0].pk)


def test_an_auditor_reads_and_does_not_write(stage, diary, auditor, member):
    scope = scope_of(auditor, TODAY)
    assert access.get_record_for(scope, diary[0].pk) == diary[0]
    with pytest.raises(NotPermitted, match="不能登记或修改"):
        access.require_may_write(scope, stage.tree.township)
    access.require_may_write(scope_of(member, TODAY), stage.tree.township)


def test_openings_and_placements_elsewhere_are_not_there(stage, stranger, lead):
    placement = take_place(opening=stage.offer(), person=stage.people[0], on=MAY, by=None, key="k")
    assert access.get_placement_for(scope_of(lead, TODAY), placement.pk) == placement
    assert access.get_opening_for(scope_of(lead, TODAY), placement.opening_id) == placement.opening
    for get in (access.get_placement_for, access.get_opening_for, access.get_round_for):
        with pytest.raises(NotVisible):
            get(scope_of(stranger, TODAY), 1)

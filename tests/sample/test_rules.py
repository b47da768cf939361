"""The sample goes past the actions, so it is held to their rules here."""

import itertools
import json
from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.db.models import F, Q

from sangzi.kernel.models import Account, AuditLine
from sangzi.notices.models import Notice
from sangzi.people.definitions import registers
from sangzi.people.entering import clean_fields
from sangzi.people.models import Consent, Entry, Partner, Person
from sangzi.places.definitions import place_types
from sangzi.places.models import Place
from sangzi.programmes import models
from sangzi.programmes.definitions import frozen, programmes
from sangzi.programmes.models import Application, ApplicationState, Opening, Placement, PlacementState, Record, Round
from sangzi.programmes.soundness import breaches
from sangzi.sample import PASSWORD
from sangzi.sample.season.calls import CALLS
from sangzi.units.models import Unit

from .conftest import UNTIL

pytestmark = pytest.mark.django_db

SEASON = Round.objects.filter(apply_from__isnull=False)


def records(**wanted):
    return (
        Record.objects.filter(**wanted).select_related("round__unit", "unit", "place").prefetch_related("place__spells")
    )


def test_everything_is_labelled_as_sample(sample):
    labelled = [model for model in apps.get_models() if "sample" in {field.name for field in model._meta.fields}]
    assert len(labelled) >= 8
    assert not any(model.objects.filter(sample=False).exists() for model in labelled)


def test_records_at_a_place_lie_in_its_open_times_and_at_its_unit(sample):
    for record in records(place__isnull=False):
        spells = record.place.spells.all()
        assert any(spell.since <= record.on and (spell.until is None or record.on < spell.until) for spell in spells)
        assert record.unit_id == record.place.unit_id


def test_records_lie_in_their_round_and_not_in_the_future(sample):
    assert not records().filter(Q(on__lt=F("round__opens")) | Q(on__gt=F("round__closes")) | Q(on__gt=UNTIL)).exists()
    assert all(record.unit.path.startswith(record.round.unit.path) for record in records())


def test_records_are_of_a_declared_kind_with_the_person_and_place_it_asks_for(sample):
    for record in records():
        kind = frozen(record.round.definition).kind(record.kind)
        assert (kind.person, record.person_id is None) not in {("none", False), ("required", True)}, record.tag
        assert (kind.place, record.place_id is None) not in {("none", False), ("required", True)}, record.tag
        assert 0 < abs(record.quantity) <= kind.most, record.tag


def test_rounds_keep_the_definition_that_is_declared_now(sample):
    for record in records().order_by("round", "pk").distinct()[:200]:
        assert record.round.digest == programmes()[record.round.programme].digest


def test_reversals_repeat_what_they_reverse(sample):
    pairs = list(Record.objects.filter(reverses__isnull=False).select_related("reverses"))
    assert pairs
    for one in pairs:
        assert (one.unit_id, one.tag, one.on, one.quantity) == (
            one.reverses.unit_id, one.reverses.tag, one.reverses.on, -one.reverses.quantity,
        )  # fmt: skip


def test_a_place_has_the_state_that_its_last_spell_says(sample):
    for place in Place.objects.select_related("unit").prefetch_related("spells"):
        assert (place.state == Place.State.OPEN) == any(spell.until is None for spell in place.spells.all())
        assert place_types()[place.type].may_be_kept_at(place.unit.level)
        assert not place.capacity or place_types()[place.type].capacity_word


def test_spells_of_a_place_follow_one_another(sample):
    for place in Place.objects.prefetch_related("spells"):
        spells = sorted(place.spells.all(), key=lambda spell: spell.since)
        assert all(one.until is not None and one.until <= two.since for one, two in itertools.pairwise(spells))


def test_register_lines_have_the_fields_that_their_register_asks_for(sample):
    for entry in Entry.objects.all():
        assert clean_fields(registers()[entry.register], json.loads(entry.fields)) == entry.fields
        assert (registers()[entry.register].of == "person") == (entry.person_id is not None)


def test_openings_have_as_many_taken_as_there_are_placements_that_keep_a_seat(sample):
    past_actions = Opening.objects.filter(round__apply_from=None)
    assert past_actions.filter(taken__gt=0).exists()
    assert list(breaches(Round.objects.filter(apply_from=None))) == []


def test_of_a_round_that_ended_nobody_is_still_at_it_and_who_left_left_with_a_reason(sample):
    over = Placement.objects.filter(Q(opening__round__closes__lt=UNTIL) | Q(opening__round__state="closed"))
    goes_on = Q(opening__round__programme="west-plan", since__gt=date(UNTIL.year - 1, UNTIL.month, UNTIL.day))
    assert over.count() > 20
    assert set(over.exclude(goes_on).values_list("state", flat=True)) <= {"finished", "broken", "declined"}
    assert Placement.objects.filter(state="broken", opening__round__apply_from=None).exists()
    assert not Placement.objects.filter(state="broken", reason="").exists()


def test_whose_work_has_ended_worked_at_a_time_and_no_longer(sample):
    done = Placement.objects.filter(state__in=("finished", "broken"), opening__round__apply_from=None)
    assert not done.filter(Q(ended=None) | Q(until=None) | Q(ended__lt=F("since")) | Q(ended__gt=UNTIL)).exists()
    assert not Placement.objects.filter(state="held", until__isnull=False).exists()


def test_rounds_of_earlier_years_are_closed(sample):
    earlier = Round.objects.filter(closes__year__lt=UNTIL.year)
    assert set(earlier.values_list("state", flat=True)) == {"closed"}


def test_a_pair_that_goes_on_is_paired_anew_each_year_without_a_day_between(sample):
    pairs = Placement.objects.filter(opening__round__programme="mentoring", opening__round__apply_from=None)
    told = sorted(pairs.values_list("opening__offered_by", "person", "since", "until"))
    renewed = [(one, two) for one, two in itertools.pairwise(told) if one[:2] == two[:2]]
    assert renewed
    assert all(one[3] == two[2] == date(two[2].year, 1, 1) for one, two in renewed)


def test_placements_begin_after_their_opening_and_in_its_round(sample):
    late = Q(since__lt=F("opening__on")) | Q(since__gt=F("opening__round__closes"))
    assert not Placement.objects.filter(late).exists()


def test_nobody_serves_in_the_future(sample):
    served = Placement.objects.exclude(state__in=("offered", "held", "declined", "lapsed"))
    assert not served.filter(since__gt=UNTIL).exists()


def test_nobody_takes_more_pairs_in_a_round_than_the_programme_allows(sample):
    offered = Counter()
    pairs = Opening.objects.filter(offered_by__isnull=False).exclude(round__programme="expert-visits")
    for opening in pairs.select_related("round"):
        offered[opening.round, opening.offered_by_id] += opening.capacity
    assert offered
    assert all(count <= frozen(round_.definition).pairing.most for (round_, _), count in offered.items())


def test_nobody_can_be_called_or_identified(sample):
    assert not Person.objects.exclude(Q(phone="") | Q(phone__startswith="1990000")).exists()
    assert not Partner.objects.exclude(credit_code="").exists()
    assert not Partner.objects.exclude(name__endswith="（示例）").exists()


def test_everybody_in_a_register_consented_and_for_minors_a_guardian(sample):
    listed = Person.objects.filter(entries__isnull=False)
    assert not listed.exclude(consents__withdrawn=None, consents__given__lte=UNTIL).exists()
    of_minors = Consent.objects.filter(person__born__gt=date(UNTIL.year - 18, UNTIL.month, UNTIL.day))
    assert of_minors.exists()
    assert not of_minors.filter(by_guardian=False).exists()


@pytest.mark.parametrize("username", ["nation", "jilin", "yanbian", "auditor", "expert"])
def test_an_account_can_sign_in_with_the_password_that_is_told(sample, username):
    assert Account.objects.get(username=username).check_password(PASSWORD)


@pytest.mark.parametrize("username", ["student", "expert"])
def test_who_works_nowhere_is_somebody_at_home_in_the_province(sample, username):
    person = Person.objects.get(account__username=username)
    assert person.home.path.startswith(Unit.objects.get(code="220000").path)
    assert person.placements.exists() or person.entries.exists()


def test_every_call_is_a_round_of_its_programme(sample):
    assert sorted(SEASON.all().values_list("programme", flat=True)) == sorted(call.programme for call in CALLS)


def test_seats_applications_and_lines_agree(sample):
    assert list(breaches(SEASON.all())) == []


def test_one_round_has_its_lots_and_waits_to_be_tried(sample):
    drawn = SEASON.filter(programme="west-plan").exclude(seed="").get()
    assert drawn.applications.filter(state="admitted", lot__isnull=False).exists()
    assert not drawn.runs.exists()


def test_rounds_stand_differently(sample):
    assert set(SEASON.all().values_list("state", flat=True)) == {"open", "cancelled", "closed"}
    assert SEASON.filter(state="cancelled").exclude(ended="").exists()


def test_applications_of_nearly_every_state_are_there(sample):
    there = set(Application.objects.values_list("state", flat=True))
    assert set(ApplicationState.values) - there <= {ApplicationState.WITHDRAWN, ApplicationState.UNPLACED}


def test_placements_of_nearly_every_state_are_there(sample):
    there = set(Placement.objects.filter(application__isnull=False).values_list("state", flat=True))
    assert set(PlacementState.values) - there <= {PlacementState.LAPSED}


@pytest.mark.parametrize(
    "left", ["Certificate", "Challenge", "Feedback", "Honour", "Payment", "PublicNotice", "Report", "Score", "Session"]
)
def test_what_follows_a_placement_is_there(sample, left):
    assert getattr(models, left).objects.exists()


def test_a_judge_has_still_to_score_and_sees_no_ranks(sample):
    round_ = SEASON.get(programme="contest")
    assert round_.judges.filter(done="", account__username="judge").exists()
    assert not round_.applications.exclude(rank=None).exists()


def test_people_were_told(sample):
    assert Notice.objects.filter(person__account__username="student").exists()


def test_acts_left_their_audit_lines(sample):
    assert AuditLine.objects.filter(act="programmes.admit").count() >= Application.objects.count() / 4


def test_sessions_are_called_what_their_programme_calls_them(sample):
    told = set(models.Session.objects.values_list("opening__round__programme", "title"))
    assert {("volunteering", "第4班"), ("leading-geese", "第1课"), ("river-patrol", "第1次巡河")} <= told
    assert not any("课" in title for programme, title in told if programme == "volunteering")

"""What a programme file says, and what it may not say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sangzi.kernel import facts
from sangzi.programmes.checks import programmes_can_be_read
from sangzi.programmes.definitions import ProgrammeType, frozen, pairing, people_tags, programmes, record_tags

KIND = {"key": "session", "title": "活动", "title_en": "Sessions", "unit": "场", "unit_en": "sessions"}
OPENINGS = {"kind": "openings", "offers": "席位", "offers_en": "seats"}
PLAIN = {
    "key": "a", "title": "甲", "title_en": "A", "steward": "办公室", "steward_en": "Office", "summary": "一句。",
    "summary_en": "A sentence.", "capability": "C04", "source": "-", "steps": [{"kind": "service"}], "records": [KIND],
}  # fmt: skip


def steps(*kinds):
    return {"steps": [OPENINGS if kind == "openings" else {"kind": kind} for kind in kinds]}


def test_the_shipped_programmes_can_be_read():
    assert programmes_can_be_read() == []
    assert len(programmes()) >= 60


def test_what_a_round_keeps_reads_back_as_it_was():
    assert all(frozen(programme.model_dump_json()) == programme for programme in programmes().values())


def test_a_tag_is_short_enough_to_be_stored_and_stands_once():
    assert len(set(record_tags())) == len(record_tags())
    assert max(map(len, record_tags())) <= 121


def test_programmes_pair_where_plans_ask_for_partners():
    assert {"mentoring", "graduate-pairing", "study-pairs", "apprenticeship"} <= set(pairing())


def test_children_are_never_named_in_records():
    about_children = {
        "after-school-care", "growth-mentoring", "harbour-activities", "holiday-classes", "hope-room-visits", "letters",
        "pioneer-activities", "pupils-classes", "self-protection", "study-pairs", "wishes",
    }  # fmt: skip
    assert [tag for tag in people_tags() if tag.split("/")[0] in about_children] == []


def test_every_fact_of_ours_lists_its_tags():
    ours = [fact for key, fact in facts.known().items() if key.startswith("programmes.")]
    assert len(ours) >= 6
    assert all(list(fact.tags()) for fact in ours)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (steps("applications"), "之前要有 openings"),
        (steps("openings", "judging"), "之前要有 applications"),
        (steps("service", "service"), "出现了两次"),
        (steps("close", "service"), "只能放在最后"),
        (steps("dance"), "does not match any of the expected tags"),
        ({"steps": [{"kind": "pairing", "least": 3, "most": 1}]}, "least 不能大于 most"),
        ({"steps": [{"kind": "close", "when": "later"}]}, "Extra inputs"),
        ({"steps": []}, "at least 1"),
        ({"records": []}, "at least 1"),
        ({"records": [KIND, KIND]}, "key 相同"),
        ({"records": [KIND | {"quantity": 5}]}, "quantity 不能大于 most"),
        ({"records": [KIND | {"most": 0}]}, "greater than 0"),
        ({"records": [KIND | {"key": "a/b"}]}, "match pattern"),
        ({"capability": "C99"}, "match pattern"),
        ({"stewart": "?"}, "Extra inputs"),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused(wrong, why):
    with pytest.raises(ValidationError, match=why):
        ProgrammeType.model_validate(PLAIN | wrong)


def test_the_plain_programme_of_these_tests_is_itself_right():
    assert ProgrammeType.model_validate(PLAIN).kind("session").title == "活动"

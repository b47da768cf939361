"""A number that the text has lost is asked for, at its place."""

from datetime import date

import pytest
from django.utils import translation

from sangzi.kernel.errors import BadInput
from sangzi.plans import actions, notices
from sangzi.plans.models import Plan

TEXT = "2024年林草工作要点\n一、要点\n全年举办护林课不少于场。推出“青春专线条，全年建设苗圃30个。\n"


@pytest.fixture
def read(tree):
    added = actions.add_plan(unit=tree.province, title="要点", text=TEXT, year=2024, by=None)
    return actions.read_plan(plan=added.plan, by=None)


def lost(plan):
    return list(plan.commitments.filter(value=None).order_by("start"))


def test_each_lost_number_is_a_commitment_without_one_at_its_place(read):
    talks, lines = lost(read)
    assert (talks.measure, lines.measure) == ("场", "条")
    assert TEXT[talks.start : talks.end] == talks.quote
    assert ("护林课" in talks.quote, talks.comparator, talks.deadline) == (True, ">=", date(2024, 12, 31))
    assert read.commitments.exclude(value=None).count() == 1


def test_it_is_not_confirmed_before_a_person_gives_the_number(read):
    talks = lost(read)[0]
    with pytest.raises(BadInput, match="没有目标值"):
        actions.confirm(commitment=talks, by=None)
    actions.correct_commitment(commitment=talks, fields={"value": "12"}, by=None)
    assert actions.confirm(commitment=talks, by=None).value == 12


def test_a_number_that_was_given_is_not_asked_for_again(read):
    talks = lost(read)[0]
    actions.correct_commitment(commitment=talks, fields={"value": "12"}, by=None)
    actions.read_plan(plan=read, by=None)
    assert [one.measure for one in lost(read)] == ["条"]


def test_warnings_keep_their_places(read):
    first = notices.from_json(read.warnings)[0]
    assert (first.code, TEXT[first.start : first.end]) == ("lost-number", "不少于场")


def test_warnings_of_an_older_reader_are_sentences(tree):
    assert notices.from_json('["少了一页"]') == (notices.Warned("少了一页"),)
    assert Plan(warnings="[]").warnings == "[]"


def test_a_warning_speaks_the_readers_language():
    warned = notices.Warned("“青春专线条”处似乎缺了数字，没有猜测；请对照原件补上。", "lost-number", 3, 9)
    with translation.override("en"):
        assert warned.words.startswith("A number seems to be lost at “青春专线条”")
    assert notices.Warned("少了一页").words == "少了一页"

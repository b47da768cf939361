"""Which offices a commitment names, with which part, and which writings may be one office."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.plans.models import Commitment
from sangzi.plans.owners import alike, core, named, tidy, variants

OFFICE = st.text("省市青年发展社会联络基金会部办局处", min_size=2, max_size=8)


def said(owners, words=""):
    because = {"owners": [words, 0, len(words)]} if words else {}
    return Commitment(owners=json.dumps(owners), because=json.dumps(because))


@pytest.mark.parametrize(
    ("owners", "words", "parts"),
    [
        (["市教育局", "市财政局"], "（责任部门：市教育局、市财政局）", ["lead", "lead"]),
        (["市教育局", "市财政局"], "牵头单位：市教育局，配合单位：市财政局", ["lead", "support"]),
        (["市卫健委", "市民政局", "市残联"], "（市卫健委牵头，市民政局、市残联配合）", ["lead", "support", "support"]),
        (["市教育局", "会同市财政局"], "由市教育局牵头，会同市财政局", ["lead", "support"]),
        (["青年发展部"], "", ["lead"]),
    ],
)
def test_the_plans_own_words_say_who_leads_and_who_supports(owners, words, parts):
    assert [part for _name, part in named(said(owners, words))] == parts


def test_an_office_named_twice_is_one():
    assert [name for name, _part in named(said(["青年发展部", " 青年发展部 "]))] == ["青年发展部"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("会同市财政局", "市财政局"), ("市 教育局 ", "市教育局"), ("（统战部）", "统战部"), ("民政局等", "民政局")],
)
def test_conjunctions_and_spaces_are_no_part_of_a_name(given, wanted):
    assert tidy(given) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("省青基会", "省青基金会"),
        ("团省委青年发展部", "青年发展部"),
        ("团省委青发部", "青年发展部"),
        ("市教育局", "教育局"),
        ("市人社局", "市人力资源和社会保障局"),
    ],
)
def test_an_abbreviation_and_another_prefix_are_proposed_as_one(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("教育局", "财政局"), ("统战部", "青年发展部"), ("市委宣传部", "市委统战部"), ("民政局", "残联")]
)
def test_different_offices_are_not(one, other):
    assert not alike(one, other)


def test_proposals_look_at_every_way_an_office_is_written():
    assert variants([("省青基会", "希望办"), ("统战部",), ("青基金会",)]) == [(0, 2)]


@given(OFFICE, OFFICE)
def test_likeness_is_symmetric_and_never_fails(one, other):
    assert alike(one, other) == alike(other, one)
    assert alike(one, one)
    assert core(one)

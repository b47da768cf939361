"""Rounds keep their definition; openings stay within it."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput
from sangzi.places.actions import add_place
from sangzi.programmes.actions import open_round
from sangzi.programmes.definitions import programmes
from sangzi.programmes.models import Opening
from sangzi.programmes.queries import definition_of

from .conftest import MAY, TODAY
from .telling import held, told_of


def test_a_round_keeps_the_definition_it_was_opened_with(stage):
    kept = stage.rounds["fairs"]
    kept.refresh_from_db()
    assert definition_of(kept) == programmes()["fairs"]
    assert definition_of(kept).digest == kept.digest


def test_a_kind_that_came_later_is_not_known_to_an_earlier_round(stage):
    stage.rounds["fairs"].definition = stage.rounds["fairs"].definition.replace('"stall"', '"booth"')
    with pytest.raises(BadInput, match="开启时，项目“青禾集市”没有“stall”这类纪实"):
        stage.record(kind="stall")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"programme": "fair"}, "没有名为“fair”的项目"),
        ({"closes": date(2023, 1, 1)}, "早于开始日期"),
        ({"opens": date(2019, 1, 1)}, "尚不存在"),
        ({"title": ""}, "没有填写"),
    ],
)
def test_a_round_that_cannot_be_is_told_in_a_sentence(tree, given, sentence):
    usual = {"programme": "fairs", "unit": tree.county, "title": "一批", "opens": MAY, "by": None}
    with pytest.raises(BadInput, match=sentence):
        open_round(**usual | given)


def test_posts_are_counted_and_local_posts_apart(stage, told):
    tree = stage.tree
    for unit, capacity in ((tree.province, 3), (tree.branch, 4), (tree.county, 5), (tree.village, 2)):
        stage.offer("west-plan", unit=unit, capacity=capacity)
    assert sum(held("programmes.posts").values()) == 1400
    assert sum(held("programmes.posts-local").values()) == 700
    assert all(told_of(told, key) == held(key) for key in ("programmes.posts", "programmes.posts-local"))


def test_a_branch_that_hangs_on_a_county_is_local(stage):
    branch = stage.tree.branch
    branch.parent, branch.path = stage.tree.county, stage.tree.county.path + branch.path[-5:]
    branch.save()
    stage.offer("west-plan", unit=branch, capacity=4)
    assert sum(held("programmes.posts-local").values()) == 400


@pytest.mark.parametrize(
    ("programme", "given", "sentence"),
    [
        ("return-home", {"capacity": 0}, "不在1到500之间"),
        ("return-home", {"capacity": 501}, "不在1到500之间"),
        ("return-home", {"on": date(2025, 1, 1)}, "已于2024年12月31日结束"),
        ("return-home", {"offered_by": 0}, "不是结对项目"),
        ("mentoring", {}, "是结对项目；请选择由谁结对"),
        ("meetings", {}, "不设名额"),
        ("graduate-pairing", {"offered_by": 0, "capacity": 4}, "不在1到3之间"),
    ],
)
def test_an_opening_outside_the_definition_is_told_in_a_sentence(stage, programme, given, sentence):
    if "offered_by" in given:
        given = given | {"offered_by": stage.people[given["offered_by"]]}
    with pytest.raises(BadInput, match=sentence):
        stage.offer(programme, **given)
    assert not Opening.objects.exists()


def test_an_official_takes_three_graduates_at_most_over_all_openings(stage):
    stage.offer("graduate-pairing", capacity=2, offered_by=stage.people[0])
    with pytest.raises(BadInput, match="结对1至3名，已有2个名额，不能再加2个"):
        stage.offer("graduate-pairing", capacity=2, offered_by=stage.people[0])
    stage.offer("graduate-pairing", capacity=1, offered_by=stage.people[0])


def test_an_opening_is_not_at_a_place_of_another_unit(stage):
    place = add_place(type="youth-home", name="家", unit=stage.tree.other_township, today=TODAY, by=None)
    with pytest.raises(BadInput, match="阵地“家”不属于和龙"):
        stage.offer(place=place)

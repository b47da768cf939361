"""Commitments that a person adds: a passage of the text, or none."""

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.models import Plan

from .conftest import TEXT

PASSAGE = "举办不少于12场护林课"


@pytest.fixture
def read(plan):
    return actions.read_plan(plan=plan, by=None)


def add(plan, passage="林草工作要点", **fields):
    start = TEXT.index(passage)
    return actions.add_commitment(plan=plan, start=start, end=start + len(passage), fields=fields, by=None)


def test_what_was_added_stands_in_the_text_and_is_proposed(read):
    added = add(read, title="林草要点", value="3", measure="件")
    assert (added.quote, added.value, added.state, added.source) == ("林草工作要点", 3, "proposed", "hand")
    assert added.clause == read.clauses.order_by("start").first()


def test_a_quota_stands_in_no_text(read):
    added = actions.add_commitment(
        plan=read, fields={"title": "发展团员指标", "value": 500, "comparator": "<="}, by=None
    )
    assert (added.start, added.end, added.quote, added.scope) == (0, 0, "", "吉林省")
    assert actions.confirm(commitment=added, by=None).value == 500


def test_a_title_is_asked_for(read):
    with pytest.raises(BadInput, match="指标名称") as refused:
        add(read, value=3)
    assert refused.value.context["field"] == "title"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 3), (0, 10_000), (9, 4)])
def test_a_place_outside_the_text_is_none(read, start, end):
    with pytest.raises(BadInput, match="不在这份规划里"):
        actions.add_commitment(plan=read, start=start, end=end, fields={"title": "x"}, by=None)


def test_a_whole_chapter_is_no_passage(read, monkeypatch):
    from sangzi.plans.actions import by_hand

    monkeypatch.setattr(by_hand, "LONGEST", 5)
    with pytest.raises(BadInput, match="最多 5 字"):
        add(read, title="x")


def test_the_same_is_not_added_twice(read):
    there = read.commitments.order_by("start")[1]
    with pytest.raises(Conflict, match="没有重复添加"):
        add(read, PASSAGE, title=there.title, value=12)
    assert add(read, PASSAGE, title=there.title, value=13).pk


def test_a_plan_that_was_not_read_gets_none(plan):
    with pytest.raises(Conflict, match="还没有读取"):
        add(plan, title="x")


def test_the_text_around_hides_private_persons(read):
    start = TEXT.index("联系人")
    added = actions.add_commitment(plan=read, start=start, end=start + 3, fields={"title": "联系"}, by=None)
    assert "柳青禾" not in added.sentence
    assert "00000000" not in added.sentence


def test_it_stays_when_the_plan_is_read_again(read):
    added = add(read, title="林草要点", value=3)
    actions.read_plan(plan=read, by=None)
    added.refresh_from_db()
    assert (added.state, added.clause.plan) == ("proposed", read)


def test_adding_is_a_line_in_the_chain(read):
    added = add(read, title="林草要点", value=3)
    line = AuditLine.objects.order_by("-pk").first()
    assert (line.act, line.about) == ("plans.add-commitment", f"commitment:{added.pk}")


def test_a_quote_that_moved_is_found_again(read):
    added = add(read, title="林草要点", value=3)
    Plan.objects.filter(pk=read.pk).update(text=f"前面多出一行\n{TEXT}")
    actions.read_plan(plan=Plan.objects.get(pk=read.pk), by=None)
    added.refresh_from_db()
    assert added.start == TEXT.index("林草工作要点") + 7
    assert f"前面多出一行\n{TEXT}"[added.start : added.end] == added.quote

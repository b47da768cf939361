"""What the reader was not sure of is asked, at its place in the text and on the card."""

from __future__ import annotations

import json

import pytest

from sangzi.plans import actions
from sangzi.plans.asking import questions_of
from sangzi.plans.models import Commitment

from .conftest import address, body

LOST = "2024年工作要点\n一、护林\n全年举办护林课不少于场。建设不少于30个苗圃。\n"


@pytest.fixture
def lossy(tree, lead):
    added = actions.add_plan(unit=tree.province, title="缺数", text=LOST, by=lead, year=2024)
    return actions.read_plan(plan=added.plan, by=lead)


def test_a_lost_number_is_asked_for_at_its_place(visit, lead, lossy):
    page = body(visit(lead).get(f"/desk/plans/{lossy.pk}/"))
    assert "mark-asked" in page
    assert "原文这里少了一个数" in page
    assert "spot=" in page


def test_the_number_is_filled_in_and_confirmed(visit, lead, lossy):
    client, lost = visit(lead), lossy.commitments.get(value=None)
    assert address(lost, "confirm") not in body(client.get(f"/desk/plans/{lossy.pk}/"))
    client.post(address(lost, "fill"), {"value": "12"})
    client.post(address(lost, "confirm"))
    lost.refresh_from_db()
    assert (lost.value, lost.state) == (12, "confirmed")


def test_an_empty_number_is_refused_with_a_sentence(visit, lead, lossy):
    answer = visit(lead).post(address(lossy.commitments.get(value=None), "fill"), {"value": " "})
    assert "还没有填数" in body(answer)


def test_the_list_is_narrowed_to_what_is_asked(visit, lead, lossy):
    cards = visit(lead).get(f"/desk/plans/{lossy.pk}/", {"state": "asked"}).context["cards"]
    assert [card.commitment.value for card in cards] == [None]


def test_a_warning_leads_to_its_place(visit, lead, lossy):
    page = body(visit(lead).get(f"/desk/plans/{lossy.pk}/", {"spot": LOST.index("不少于场")}))
    assert '<span id="spot"' in page


def unsure(**fields):
    because = json.dumps(fields.pop("because", {"value": ["30个", 0, 3]}))
    return Commitment(
        value=30, confidence=0.5, because=because, comparator=">=", shape="count", status="target", **fields
    )


def test_what_no_word_of_the_text_gave_is_asked():
    asked = " ".join(questions_of(unsure(deadline="2024-12-31", owners='["宣传部"]')))
    assert "期限" in asked
    assert "责任部门" in asked


def test_a_reader_that_asks_itself_is_quoted():
    assert questions_of(unsure(because={"asked": ["期限对不对？", -1, -1]}, deadline="2024-12-31")) == ["期限对不对？"]


@pytest.mark.parametrize("fields", [{"corrected": True}, {"state": "confirmed"}])
def test_nothing_is_asked_once_a_person_has_looked(fields):
    assert questions_of(unsure(**fields)) == []


def test_nothing_is_asked_of_what_was_surely_read():
    sure = unsure(deadline="2024-12-31")
    sure.confidence = 0.9
    assert questions_of(sure) == []

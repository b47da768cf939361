"""Receipts: computed for a visit, kept for a document, computed again."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from sangzi.kernel.models import AuditLine
from sangzi.programmes.actions import reverse_record
from sangzi.scoreboard.models import Receipt
from sangzi.units.actions import move_unit

from .stage import SENTENCE, SPRING, count_all, demand, fairs, hold_fair, open_home, today

FOR = {"unit": "222406104", "indicator": "fairs", "as_of": SPRING.isoformat()}


@pytest.fixture
def round_(tree):
    """Fairs of the township, one held on a day in spring."""
    opened = fairs(tree.township)
    hold_fair(opened, tree.township)
    return opened


def body(answer) -> str:
    return answer.content.decode()


def address(base, **query):
    return f"{base}?" + "&".join(f"{name}={value}" for name, value in {**FOR, **query}.items())


def keep(client, **query) -> Receipt:
    answer = client.post(address("/desk/receipts/keep/", **query))
    assert answer.status_code == 302, body(answer)
    return Receipt.objects.get(pk=int(re.search(r"/receipts/(\d+)/", answer["Location"])[1]))


def test_a_receipt_tells_number_definition_records_and_plan(visit, lead, tree, round_):
    target = demand(tree.township)
    told = body(visit(lead).get(address("/desk/receipts/for/", target=target.pk)))
    for part in ("1场", "本年举办的青禾集市场次", SENTENCE, "纪实数量", "since=2025-01-01", "until=2025-03-10"):
        assert part in told


def test_looking_at_a_receipt_keeps_nothing(visit, lead, round_):
    visit(lead).get(address("/desk/receipts/for/"))
    assert not Receipt.objects.exists()
    assert not AuditLine.objects.filter(act="scoreboard.receipt").exists()


def test_a_share_tells_what_it_was_divided_from(visit, lead, tree):
    open_home(tree.township)
    count_all()
    page = body(visit(lead).get(address("/desk/receipts/for/", unit="222406", indicator="youth-home-coverage")))
    for part in ("50.0%", "分子", "分母"):
        assert part in page


def test_a_receipt_is_kept_with_a_line_in_the_audit_chain(visit, lead, round_):
    receipt = keep(visit(lead))
    assert (receipt.numerator, receipt.as_of, receipt.unit_id) == (100, SPRING, round_.unit_id)
    assert AuditLine.objects.filter(act="scoreboard.receipt", about=f"receipt:{receipt.pk}", by=lead).exists()


def test_the_same_figure_keeps_the_receipt_it_had(visit, lead, round_):
    client = visit(lead)
    assert keep(client) == keep(client)
    assert Receipt.objects.count() == 1


def test_computed_again_it_is_the_same(visit, lead, round_):
    client = visit(lead)
    receipt = keep(client)
    assert "重新计算得到同一个数" in body(client.post(f"/desk/receipts/{receipt.pk}/again/"))


def test_a_later_record_of_the_same_month_does_not_move_the_day_before_it(visit, lead, tree, round_):
    client = visit(lead)
    receipt = keep(client)
    hold_fair(round_, tree.township, SPRING + timedelta(days=3), key="later")
    assert "重新计算得到同一个数" in body(client.post(f"/desk/receipts/{receipt.pk}/again/"))
    assert keep(client, as_of=(SPRING + timedelta(days=3)).isoformat()).numerator == 200


def test_a_record_added_for_an_earlier_day_is_said(visit, lead, tree, round_):
    client = visit(lead)
    receipt = keep(client)
    hold_fair(round_, tree.township, SPRING - timedelta(days=3), key="earlier")
    page = body(client.post(f"/desk/receipts/{receipt.pk}/again/"))
    assert "重新计算的结果是 2场，与凭据不同" in page
    assert "有人补记或冲销了那以前的纪实" in page


def test_a_reversed_record_is_said(visit, lead, tree):
    client, opened = visit(lead), fairs(tree.township)
    record = hold_fair(opened, tree.township)
    receipt = keep(client)
    reverse_record(record=record, reason="重复登记", by=lead)
    assert "重新计算的结果是 0场" in body(client.post(f"/desk/receipts/{receipt.pk}/again/"))


def test_a_changed_tree_is_named_as_the_reason(visit, lead, tree):
    open_home(tree.township)
    count_all()
    client = visit(lead)
    receipt = keep(client, unit="222406", indicator="youth-home-coverage", as_of="2025-03-31")
    move_unit(unit=tree.other_township, parent=tree.other_county, on=today(), by=lead)
    count_all()
    page = body(client.post(f"/desk/receipts/{receipt.pk}/again/"))
    assert "重新计算的结果是 100.0%" in page
    assert "单位在开出凭据以后有过变更" in page


def test_a_receipt_tells_of_its_own_unit_whichever_is_at_hand(visit, lead, round_):
    client = visit(lead)
    receipt = keep(client)
    page = body(client.get(f"/desk/receipts/{receipt.pk}/?unit=220000"))
    assert "龙城镇" in re.search(r'<div class="head-text">.*?</div>', page, re.DOTALL)[0]
    assert "unit=222406104&amp;tag=fairs" in page


@pytest.mark.parametrize("verb", ["", "again/"])
def test_a_receipt_out_of_sight_is_not_found(visit, lead, stranger, round_, verb):
    receipt = keep(visit(lead))
    client = visit(stranger)
    answer = client.post(f"/desk/receipts/{receipt.pk}/{verb}") if verb else client.get(f"/desk/receipts/{receipt.pk}/")
    assert answer.status_code == 404


def test_an_officer_below_does_not_see_the_receipt_of_the_unit_above(visit, lead, member, tree):
    receipt = keep(visit(lead), unit="222406")
    assert visit(member).get(f"/desk/receipts/{receipt.pk}/").status_code == 404


@pytest.mark.parametrize("verb", ["keep/", "1/again/"])
def test_reading_an_address_never_keeps_or_computes(visit, lead, verb):
    assert visit(lead).get(f"/desk/receipts/{verb}").status_code == 405


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({"as_of": "spring"}, 422, "不是日期"),
        ({"as_of": ""}, 422, "不是日期"),
        ({"as_of": "2999-01-01"}, 422, "还没有到"),
        ({"indicator": "never-heard-of"}, 404, "这里没有内容"),
        ({"target": "999999"}, 404, "这里没有内容"),
    ],
)
def test_bad_input_is_said_in_a_sentence(visit, lead, tree, query, status, sentence):
    answer = visit(lead).get(address("/desk/receipts/for/", **query))
    assert answer.status_code == status
    assert sentence in body(answer)


@pytest.mark.parametrize("as_of", [SPRING, date(2025, 3, 31)])
def test_a_receipt_asks_few_questions_whatever_there_is(
    django_assert_max_num_queries, visit, lead, tree, round_, as_of
):
    client, where = visit(lead), address("/desk/receipts/for/", as_of=as_of.isoformat())
    client.get(where)
    with django_assert_max_num_queries(12) as few:
        client.get(where)
    for number in range(20):
        hold_fair(round_, tree.township, SPRING, key=f"more-{number}")
    with django_assert_max_num_queries(12) as many:
        client.get(where)
    assert len(many) == len(few)

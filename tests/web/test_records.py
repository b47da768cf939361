"""Records on pages: listed, filtered, written once, reversed; and who may do so."""

from __future__ import annotations

import pytest

from sangzi.programmes.actions import reverse_record
from sangzi.programmes.models import Record

from .work import BEGUN, TODAY, YESTERDAY, begin_work

MOST_QUERIES = 12


@pytest.fixture
def work(tree):
    return begin_work(tree)


def form_address(work, kind="hours"):
    return f"/desk/records/add/?round={work.rounds['volunteering'].pk}&kind={kind}"


def filled(work, **given):
    usual = {
        "key": "one",
        "on": YESTERDAY.isoformat(),
        "quantity": "3",
        "person": work.person.pk,
        "place": "",
        "note": "",
    }
    return usual | given


def test_a_list_shows_what_was_done_where_and_masks_whom(visit, member, work):
    work.record(note="扫雪")
    page = visit(member).get("/desk/records/").content.decode()
    for words in ("服务时长", "青年志愿服务", "龙城镇", "张*三", "扫雪"):
        assert words in page
    assert "张小三" not in page


def test_the_tag_the_days_and_nobody_narrow_the_list(visit, member, work):
    work.record()
    client = visit(member)
    for query, shown in (
        ("tag=volunteering", True),
        ("tag=volunteering/hours", True),
        ("tag=volunteering/shift", False),
        (f"since={TODAY.isoformat()}", YESTERDAY == TODAY),
        (f"until={YESTERDAY.isoformat()[:7]}", True),
        ("nobody=1", False),
    ):
        assert ("张*三" in client.get(f"/desk/records/?{query}").content.decode()) is shown, query


def test_a_list_narrows_to_a_unit_below_by_its_name(visit, lead, work, tree):
    answer = visit(lead).get("/desk/records/", {"below": "龙城镇（222406104）", "tag": "volunteering"})
    assert answer["Location"] == "/desk/records/?tag=volunteering&unit=222406104"


@pytest.mark.parametrize("query", ["since=yesterday", "until=2025-13", "since=2025-03-02&until=2025-03-01", "after=x"])
def test_what_cannot_be_read_from_the_address_is_said(visit, member, work, query):
    assert visit(member).get(f"/desk/records/?{query}").status_code == 422


@pytest.mark.parametrize("records", [1, 3])
def test_a_list_costs_the_same_queries_whatever_its_length(visit, member, work, records, django_assert_max_num_queries):
    for number in range(records):
        work.record(key=str(number), place=work.home)
    client = visit(member)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/desk/records/")


def test_one_chooses_a_kind_then_the_form_is_made_from_it(visit, member, work):
    client = visit(member)
    assert "服务时长" in client.get("/desk/records/add/").content.decode()
    hours, shift = (client.get(form_address(work, kind)).content.decode() for kind in ("hours", "shift"))
    assert 'name="person"' not in shift
    assert "person_text" in hours
    assert "数量（小时）" in hours


def test_a_record_is_written_and_the_figures_that_moved_are_said(visit, member, work):
    answer = visit(member).post(form_address(work), filled(work), follow=True)
    record = Record.objects.get()
    assert (record.unit, record.quantity, record.by) == (work.tree.township, 3, member)
    page = answer.content.decode()
    assert "已写入纪实" in page
    assert "变了的数据" in page
    assert f"/desk/records/{record.pk}/" in page


def test_a_second_click_is_the_same_record(visit, member, work):
    client = visit(member)
    for _click in range(2):
        client.post(form_address(work), filled(work))
    assert Record.objects.count() == 1


def test_a_place_of_a_unit_below_takes_the_record_there(visit, county_officer, work):
    visit(county_officer).post(form_address(work), filled(work, place=work.home.pk))
    assert Record.objects.get().unit == work.tree.township


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"person": ""}, "还没有选择"),
        ({"person": "", "person_text": "张小三"}, "请在下面点选一个"),
        ({"person": "", "person_text": "王五"}, "没有找到“王五”"),
        ({"quantity": "25"}, "24"),
        ({"on": "2021-01-01"}, "还没有开始"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form_and_nothing_typed_is_lost(visit, member, work, wrong, sentence):
    answer = visit(member).post(form_address(work), filled(work, note="扫雪", **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "扫雪" in page
    assert not Record.objects.exists()


def test_a_closed_place_is_refused_beside_its_field(visit, member, work):
    from sangzi.places.actions import close_place

    close_place(place=work.home, on=BEGUN, today=TODAY, by=None)
    answer = visit(member).post(form_address(work), filled(work, place=work.home.pk))
    assert (answer.status_code, Record.objects.count()) == (422, 0)
    assert "没有开放" in answer.context["form"].errors["place"][0]


def test_persons_are_found_masked_and_only_in_the_scope(visit, member, stranger, work):
    sent = ("/desk/find/person/?field=person", {"person_text": "zxs"})
    inside, outside = (visit(account).post(*sent).content.decode() for account in (member, stranger))
    assert "张*三" in inside
    assert "138****1234" in inside
    assert "张*三" not in outside


def test_a_name_is_never_asked_for_in_an_address(visit, member, work):
    assert visit(member).get("/desk/find/person/?field=person&person_text=张小三").status_code == 405


def test_a_record_is_reversed_for_a_reason_and_struck_through(visit, member, work):
    record = work.record()
    client = visit(member)
    assert client.post(f"/desk/records/{record.pk}/reverse/", {"reason": " "}).status_code == 422
    client.post(f"/desk/records/{record.pk}/reverse/", {"reason": "登错了日期"})
    assert Record.objects.get(reverses=record).note == "登错了日期"
    assert 'class="struck"' in client.get("/desk/records/").content.decode()


def test_a_reversed_record_is_not_reversed_again(visit, member, work):
    record = work.record()
    reverse_record(record=record, reason="登错了", by=None)
    client = visit(member)
    assert "已经冲销过" in client.post(f"/desk/records/{record.pk}/reverse/", {"reason": "再来"}).content.decode()
    assert "/reverse/" not in client.get(f"/desk/records/{record.pk}/").content.decode()


def test_who_may_see_and_who_may_write(visit, member, lead, stranger, auditor, work):
    record = work.record()
    pages = (f"/desk/records/{record.pk}/", f"/desk/records/{record.pk}/reverse/")
    answers = {
        account.username: [visit(account).get(page).status_code for page in pages]
        for account in (member, lead, stranger, auditor)
    }
    assert answers == {"member": [200, 200], "lead": [200, 200], "stranger": [404, 404], "auditor": [200, 403]}


def test_a_reader_is_told_that_writing_is_not_for_them(visit, auditor, work):
    answer = visit(auditor).get(form_address(work))
    assert answer.status_code == 403
    assert "不能登记或修改" in answer.content.decode()


def test_a_fact_leads_to_its_rows(visit, member, work):
    query = "fact=programmes.records&tag=volunteering/hours&unit=222406104&since=2025-01-01&until=2025-03-31"
    answer = visit(member).get(f"/desk/facts/?{query}")
    assert answer["Location"] == (
        "/desk/records/?unit=222406104&tag=volunteering%2Fhours&since=2025-01-01&until=2025-03-31"
    )
    assert visit(member).get("/desk/facts/?fact=nothing&tag=x").status_code == 404

"""Targets that change: solved again, given another value, objected to; every step with a page before it."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Objection, Target
from sangzi.units.actions import found_unit, move_unit
from sangzi.units.models import Level
from tests import cast

from .test_targets import body, promise

MOST_QUERIES = 26


@pytest.fixture
def target(tree, lead):
    """A hundred nurseries of the province, shared out equally down to the counties."""
    target = actions.confirm(commitment=promise(tree.province, value=100), by=lead)
    actions.cascade_down(target=target, rule="equal", to_level=3, by=lead)
    return target


@pytest.fixture
def prefecture_lead(tree):
    return cast.appoint("prefecture_lead", tree.prefecture, "lead")


@pytest.fixture
def objection(tree, target, county_officer):
    share = live(target, tree.county)
    return actions.object_to(target=share, reason="山多地少", proposed=10, by=county_officer)


def live(target, unit):
    return Target.objects.get(commitment=target.commitment_id, unit=unit, withdrawn=None)


def shares(target):
    rows = Target.objects.filter(commitment=target.commitment_id, withdrawn=None).select_related("unit")
    return {row.unit.short: int(row.value) for row in rows}


def found(tree, name="敦化市"):
    return found_unit(name=name, parent=tree.prefecture, level=Level.COUNTY, on=date(2025, 6, 1), by=None)


# Solving again


def test_a_stale_cascade_is_listed_where_the_giver_looks(visit, tree, target, prefecture_lead):
    found(tree)
    client = visit(prefecture_lead)
    for page in ("/desk/targets/", f"/desk/targets/{live(target, tree.prefecture).pk}/"):
        assert "新增敦化" in body(client.get(page))
    assert "该重新计算" in body(client.get("/desk/board/", follow=True))


def test_solving_again_shows_who_changes_and_writes_nothing(visit, lead, tree, target):
    found(tree)
    page = body(visit(lead).get(f"/desk/targets/{target.pk}/resolve/"))
    for words in ("敦化", "新设单位", "+12", "确认重新计算"):
        assert words in page
    assert "敦化" not in shares(target)


def test_confirmed_with_a_reason_it_is_written(visit, lead, tree, target):
    found(tree)
    client = visit(lead)
    mark = client.get(f"/desk/targets/{target.pk}/resolve/").context["preview"].mark
    sent = {"reason": "敦化设市", "mark": mark, "confirmed": "yes"}
    answer = client.post(f"/desk/targets/{target.pk}/resolve/", sent, follow=True)
    assert "已重新计算：3 个单位的数变了，1 个新增，0 个不再承接" in body(answer)
    assert shares(target)["敦化"] == 12


def test_without_a_reason_nothing_is_written(visit, lead, tree, target):
    found(tree)
    answer = visit(lead).post(f"/desk/targets/{target.pk}/resolve/", {"confirmed": "yes"})
    assert answer.status_code == 422
    assert "敦化" not in shares(target)


def test_what_changed_since_the_preview_is_shown_once_more(visit, lead, tree, target):
    found(tree)
    client = visit(lead)
    mark = client.get(f"/desk/targets/{target.pk}/resolve/").context["preview"].mark
    found(tree, "珲春市")
    sent = {"reason": "设市", "mark": mark, "confirmed": "yes"}
    answer = client.post(f"/desk/targets/{target.pk}/resolve/", sent)
    assert answer.status_code == 422
    assert "预览以后情况又有变化" in body(answer)


def test_a_large_tree_goes_to_a_job_and_the_page_says_so(visit, lead, tree, target, monkeypatch):
    from sangzi.web.desk import resolving

    monkeypatch.setattr(resolving, "LARGE", 0)
    found(tree)
    sent = {"reason": "设市", "confirmed": "yes"}
    page = body(visit(lead).post(f"/desk/targets/{target.pk}/resolve/", sent, follow=True))
    assert "正在重新计算" in page
    part = visit(lead).get(f"/desk/targets/{target.pk}/progress/")
    assert (part.status_code, part.get("HX-Refresh")) == (200, None)


def test_shares_by_hand_in_the_way_can_be_let_go(visit, tree, lead, target):
    county = live(target, tree.prefecture)
    actions.redo_cascade(target=county, rule="by-hand", hand={tree.county.pk: 48}, by=lead)
    client = visit(lead)
    sent = {"value": "60", "reason": "减了"}
    page = client.post(f"/desk/targets/{target.pk}/change/", sent)
    assert "手工指定的有：" in body(page)
    sent |= {"release": [str(tree.county.pk)]}
    page = client.post(f"/desk/targets/{target.pk}/change/", sent)
    client.post(f"/desk/targets/{target.pk}/change/", sent | {"confirmed": "yes", "mark": page.context["preview"].mark})
    assert shares(target)["和龙"] == 10


# Another value


def test_another_value_says_first_who_changes(visit, lead, target):
    page = body(visit(lead).post(f"/desk/targets/{target.pk}/change/", {"value": "120", "reason": "加了"}))
    assert "由 100 改为 120" in page
    assert shares(target)["吉林"] == 100


def test_confirmed_it_goes_all_the_way_down(visit, lead, target):
    client = visit(lead)
    sent = {"value": "120", "reason": "省里加了"}
    mark = client.post(f"/desk/targets/{target.pk}/change/", sent).context["preview"].mark
    answer = client.post(f"/desk/targets/{target.pk}/change/", sent | {"confirmed": "yes", "mark": mark}, follow=True)
    assert "目标已由 100 改为 120" in body(answer)
    assert (shares(target)["延边"], shares(target)["和龙"]) == (60, 20)


def test_those_whose_number_changed_see_from_what_to_what_and_why(visit, lead, county_officer, target):
    actions.change_target(target=target, value=120, reason="省里加了", by=lead)
    page = body(visit(county_officer).get("/desk/targets/"))
    assert "目标由 17 改为 20，因为要分的数由 50 变为 60。说明：省里加了" in page


def test_those_of_whom_nothing_is_asked_any_more_are_told(visit, lead, county_officer, target):
    actions.withdraw_cascade(target=target, by=lead)
    page = body(visit(county_officer).get("/desk/targets/"))
    assert "近三个月不再要求的" in page
    assert "社区苗圃数" in page


def test_an_old_address_leads_to_the_target_that_holds(visit, lead, target):
    now = actions.change_target(target=target, value=120, reason="加了", by=lead)
    page = body(visit(lead).get(f"/desk/targets/{target.pk}/"))
    assert f"/desk/targets/{now.pk}/" in page
    answer = visit(lead).get(f"/desk/targets/{target.pk}/resolve/", follow=True)
    assert "这个目标已经改过" in body(answer)


@pytest.mark.parametrize("who", ["county_officer", "prefecture_lead", "auditor"])
def test_only_the_plans_own_lead_changes_its_target(visit, who, target, request):
    answer = visit(request.getfixturevalue(who)).get(f"/desk/targets/{target.pk}/change/")
    assert answer.status_code == 403


# Objections


def test_a_county_objects(visit, tree, county_officer, target):
    share = live(target, tree.county)
    client = visit(county_officer)
    assert "提出异议" in body(client.get(f"/desk/targets/{share.pk}/"))
    sent = {"proposed": "10", "reason": "山多地少"}
    answer = client.post(f"/desk/targets/{share.pk}/object/", sent, follow=True)
    assert "异议已提出" in body(answer)
    assert Objection.objects.get().by == county_officer


def test_the_prefecture_sees_who_would_pay_and_then_decides(visit, prefecture_lead, target, objection):
    client = visit(prefecture_lead)
    assert "和龙：17 不合适，建议 10" in body(client.get("/desk/targets/"))
    sent = {"verdict": "granted", "answer": "同意"}
    preview = client.post(f"/desk/objections/{objection.pk}/answer/", sent)
    assert [(line.name, line.was, line.will) for line in preview.context["preview"].changed][1] == ("安图", 17, 20)
    assert shares(target)["和龙"] == 17
    sent |= {"confirmed": "yes", "mark": preview.context["preview"].mark}
    assert "已答复“和龙”的异议" in body(client.post(f"/desk/objections/{objection.pk}/answer/", sent, follow=True))
    assert (shares(target)["和龙"], shares(target)["安图"]) == (10, 20)


def test_a_decision_that_does_not_add_up_is_said_in_the_form(visit, prefecture_lead, target, objection):
    sent = {"verdict": "met", "value": "60", "answer": "好"}
    answer = visit(prefecture_lead).post(f"/desk/objections/{objection.pk}/answer/", sent)
    assert answer.status_code == 422
    assert "超过了总数 50" in body(answer)


def test_sharing_out_anew_says_whose_granted_number_it_would_drop(visit, tree, prefecture_lead, target, objection):
    actions.answer_objection(objection=objection, verdict="granted", answer="好", by=prefecture_lead)
    page = body(visit(prefecture_lead).get(f"/desk/targets/{live(target, tree.prefecture).pk}/cascade/"))
    assert "不再保留：和龙" in page


def test_of_a_county_that_moved_the_new_prefecture_answers(visit, tree, lead, prefecture_lead, target, objection):
    move_unit(unit=tree.county, parent=tree.other_prefecture, on=date(2025, 6, 1), by=None)
    actions.resolve(target=target, reason="改隶", by=lead)
    now = cast.appoint("new_lead", tree.other_prefecture, "lead")
    assert "和龙：25 不合适，建议 10" in body(visit(now).get("/desk/targets/"))
    sent = {"verdict": "granted", "answer": "好", "confirmed": "yes"}
    assert visit(prefecture_lead).post(f"/desk/objections/{objection.pk}/answer/", sent).status_code == 404
    visit(now).post(f"/desk/objections/{objection.pk}/answer/", sent)
    assert (shares(target)["和龙"], shares(target)["朝阳"]) == (10, 40)


def test_meeting_half_way_needs_a_number(visit, prefecture_lead, objection):
    answer = visit(prefecture_lead).post(f"/desk/objections/{objection.pk}/answer/", {"verdict": "met", "answer": "好"})
    assert "请填写定为多少" in body(answer)


def test_answered_meanwhile_is_said(visit, prefecture_lead, objection):
    actions.answer_objection(objection=objection, verdict="refused", answer="不行", by=None)
    sent = {"verdict": "refused", "answer": "不行", "confirmed": "yes"}
    answer = visit(prefecture_lead).post(f"/desk/objections/{objection.pk}/answer/", sent, follow=True)
    assert "这条异议未采纳" in body(answer)


def test_an_objection_is_taken_back_after_a_page_that_says_so(visit, county_officer, objection):
    client = visit(county_officer)
    assert "上级不再答复" in body(client.post(f"/desk/objections/{objection.pk}/withdraw/"))
    client.post(f"/desk/objections/{objection.pk}/withdraw/", {"confirmed": "yes"})
    objection.refresh_from_db()
    assert objection.state == "withdrawn"


@pytest.mark.parametrize(
    ("who", "seen", "answered"),
    [
        ("county_officer", 200, 403),
        ("prefecture_lead", 200, 422),
        ("lead", 200, 403),
        ("auditor", 200, 403),
        ("member", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_sees_an_objection_and_who_answers_it(visit, who, seen, answered, objection, request):
    client = visit(request.getfixturevalue(who))
    assert client.get(f"/desk/objections/{objection.pk}/").status_code == seen
    assert client.post(f"/desk/objections/{objection.pk}/answer/", {}).status_code == answered


@pytest.mark.parametrize(
    ("who", "status"), [("county_officer", 200), ("lead", 403), ("member", 403), ("stranger", 404)]
)
def test_who_may_object(visit, tree, who, status, target, request):
    client = visit(request.getfixturevalue(who))
    assert client.get(f"/desk/targets/{live(target, tree.county).pk}/object/").status_code == status


def test_history_tells_of_objections_to_those_above_and_not_to_those_below(
    visit, tree, lead, member, target, objection
):
    address = f"/desk/targets/{live(target, tree.county).pk}/history/"
    assert "山多地少" in body(visit(lead).get(address))
    page = body(visit(member).get(address))
    assert "山多地少" not in page
    assert "延边分来" in page


# The chain of asks


def test_a_target_shows_every_ask_above_it(visit, tree, county_officer, target):
    page = body(visit(county_officer).get(f"/desk/targets/{live(target, tree.county).pk}/"))
    assert "向 2 个下级一共要 100：1.00 倍" in " ".join(page.split())


def test_who_added_most_is_listed(visit, tree, lead):
    nation = actions.confirm(commitment=promise(tree.nation, value=1000, indicator="fairs"), by=None)
    actions.cascade(target=nation, rule="equal", by=None)
    actions.confirm(commitment=promise(tree.province, value=620, indicator="fairs"), by=lead)
    page = body(visit(lead).get("/desk/targets/amplified/"))
    assert "1.24" in page
    assert "加码" in page


def test_pages_ask_the_same_for_few_and_for_many(visit, tree, lead, target, django_assert_max_num_queries):
    client = visit(lead)
    small = actions.confirm(commitment=promise(tree.province, value=4, title="少"), by=lead)
    actions.cascade(target=small, rule="equal", by=lead)
    found(tree)
    found_unit(name="松原市", parent=tree.province, level=Level.PREFECTURE, on=date(2025, 6, 1), by=None)
    for page in ("resolve", "history"):
        counted = []
        for one in (small, target):
            with django_assert_max_num_queries(MOST_QUERIES) as asked:
                client.get(f"/desk/targets/{one.pk}/{page}/")
            counted.append(len(asked))
        assert counted[0] == counted[1], page

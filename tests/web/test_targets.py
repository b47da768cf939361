"""What is asked of a unit, and sharing it out."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Commitment, Plan, Target

MOST_QUERIES = 16
MOST_OF_ONE = 24  # a target's own page also tells of its chain, what changed, who objects and what ought to change


def promise(unit, *, value=30, title="社区苗圃数", **fields):
    plan, _made = Plan.objects.get_or_create(
        unit=unit,
        digest=f"plan-{unit.pk}",
        defaults={"title": "林草工作要点", "text": "文", "state": "read", "year": 2024},
    )
    given = {
        "quote": "不少于30个社区苗圃",
        "sentence": "2024年，建设不少于30个社区苗圃。",
        "shape": "count",
        "measure": "个",
    }
    given |= {"status": "target", "start": 0, "end": 1, **fields}
    return Commitment.objects.create(plan=plan, title=title, value=value, **given)


@pytest.fixture
def target(tree, lead):
    """Thirty nurseries asked of the province by its own plan."""
    return actions.confirm(commitment=promise(tree.province), by=lead)


@pytest.fixture
def floor(tree, lead):
    """One in every township."""
    asked = promise(tree.province, value=1, title="每乡镇苗圃", shape="each", over="township")
    return actions.confirm(commitment=asked, by=lead)


def body(answer) -> str:
    return answer.content.decode()


def shares(target):
    return {share.unit.short: int(share.value) for share in target.shares.filter(withdrawn=None).select_related("unit")}


def hands(tree, **values):
    return {f"hand-{getattr(tree, name).pk}": value for name, value in values.items()}


# What is asked


def test_a_unit_sees_what_is_asked_which_sentence_asks_and_who_shared_it_out(visit, county_officer, tree, target, lead):
    actions.cascade_down(target=target, rule="equal", to_level=3, by=lead)
    page = body(visit(county_officer).get("/desk/targets/"))
    for words in ("社区苗圃数", "建设不少于30个社区苗圃", "延边分来（平均分配）", f"#c{target.commitment_id}"):
        assert words in page


def test_nothing_asked_says_where_it_will_come_from(visit, county_officer):
    assert "还没有规划对本单位提出要求" in body(visit(county_officer).get("/desk/targets/"))


def test_targets_are_narrowed_to_one_plan(visit, lead, tree, target):
    other = actions.confirm(commitment=promise(tree.nation, title="全国的事"), by=None)
    actions.cascade(target=other, rule="equal", by=None)
    page = body(visit(lead).get("/desk/targets/", {"plan": target.commitment.plan_id}))
    assert "社区苗圃数" in page
    assert "全国的事" not in page


def test_the_list_asks_the_same_for_one_target_and_for_many(visit, lead, tree, target, django_assert_max_num_queries):
    client, counted = visit(lead), []
    for _turn in range(2):
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            client.get("/desk/targets/")
        counted.append(len(asked))
        for number in range(3):
            actions.confirm(commitment=promise(tree.province, title=f"第{number}件"), by=lead)
    assert counted[0] == counted[1]


def test_a_target_page_asks_the_same_for_few_and_many_shares(visit, lead, target, floor, django_assert_max_num_queries):
    client, counted = visit(lead), []
    actions.cascade(target=target, rule="equal", by=lead)
    for one in (target, floor):
        with django_assert_max_num_queries(MOST_OF_ONE) as asked:
            client.get(f"/desk/targets/{one.pk}/")
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_a_target_elsewhere_is_not_there(visit, stranger, target):
    assert visit(stranger).get(f"/desk/targets/{target.pk}/").status_code == 404
    assert visit(stranger).get(f"/desk/targets/{target.pk}/cascade/").status_code == 404


def test_those_below_see_a_target_above_and_may_not_share_it_out(visit, member, target):
    client = visit(member)
    assert client.get(f"/desk/targets/{target.pk}/").status_code == 200
    assert "分解给下级" not in body(client.get(f"/desk/targets/{target.pk}/"))
    assert client.get(f"/desk/targets/{target.pk}/cascade/").status_code == 403


# Sharing out


def test_the_form_shows_at_once_who_would_get_how_much(visit, lead, target):
    answer = visit(lead).get(f"/desk/targets/{target.pk}/cascade/")
    assert {line.unit.name: int(line.share.value) for line, *_words in answer.context["lines"]} == {
        "延边": 23,  # three counties, one of them unofficial, of four in all
        "长春": 7,
    }


def test_a_preview_comes_before_anything_is_written(visit, lead, target):
    answer = visit(lead).post(f"/desk/targets/{target.pk}/cascade/", {"rule": "equal", "to_level": "2"})
    assert "还没有改动" in body(answer)
    assert shares(target) == {}


def test_confirmed_it_is_written(visit, lead, target):
    sent = {"rule": "equal", "to_level": "2", "confirmed": "yes"}
    answer = visit(lead).post(f"/desk/targets/{target.pk}/cascade/", sent, follow=True)
    assert "已分解给 2 个单位" in body(answer)
    assert shares(target) == {"延边": 15, "长春": 15}


def test_a_deep_cascade_previews_every_level_and_writes_it(visit, lead, target):
    sent = {"rule": "equal", "to_level": "4"}
    client = visit(lead)
    preview = client.post(f"/desk/targets/{target.pk}/cascade/", sent)
    assert [int(step.total) for step in preview.context["levels"]] == [30, 30, 5]  # most counties have no townships
    client.post(f"/desk/targets/{target.pk}/cascade/", sent | {"confirmed": "yes"})
    assert Target.objects.filter(withdrawn=None, unit__level=4).count() == 2


def test_by_hand_the_rest_is_solved(visit, lead, tree, target):
    sent = {"rule": "by-hand", "to_level": "2", **hands(tree, prefecture="22"), "confirmed": "yes"}
    visit(lead).post(f"/desk/targets/{target.pk}/cascade/", sent)
    assert shares(target) == {"延边": 22, "长春": 8}


def test_too_much_by_hand_is_said_and_stays_in_the_form(visit, lead, tree, target):
    sent = {"rule": "by-hand", "to_level": "2", **hands(tree, prefecture="31")}
    answer = visit(lead).post(f"/desk/targets/{target.pk}/cascade/", sent)
    assert answer.status_code == 422
    assert "超过了总数 30" in body(answer)
    assert 'value="31"' in body(answer)


def test_the_live_preview_solves_and_writes_nothing(visit, lead, tree, target):
    sent = {"rule": "by-hand", "to_level": "2", **hands(tree, prefecture="22")}
    answer = visit(lead).post(f"/desk/targets/{target.pk}/solve/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "手工指定 1 家" in body(answer)
    assert shares(target) == {}


def test_the_live_preview_says_what_is_wrong(visit, lead, tree, target):
    sent = {"rule": "by-hand", "to_level": "2", **hands(tree, prefecture="很多")}
    answer = visit(lead).post(f"/desk/targets/{target.pk}/solve/", sent)
    assert "不是零或正数" in body(answer)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"rule": "figure", "to_level": "2"}, "请选择按哪项数据"),
        ({"rule": "by-hand", "to_level": "3"}, "只能分到下一级"),
        ({"rule": "same", "to_level": "2"}, "选的不在列出的里面；请重新选。"),
    ],
)
def test_a_rule_that_does_not_go_is_said_beside_its_field(visit, lead, target, sent, sentence):
    answer = visit(lead).post(f"/desk/targets/{target.pk}/cascade/", sent)
    assert answer.status_code == 422
    assert sentence in body(answer)


def test_by_a_figure_that_nobody_has_is_said(visit, lead, target):
    sent = {"rule": "figure", "to_level": "2", "figure": "indicator:hope-rooms", "day": "2024-12-31"}
    assert "没有用来分配的数据" in body(visit(lead).post(f"/desk/targets/{target.pk}/cascade/", sent))


def test_a_floor_goes_down_the_same_to_the_level_it_counts(visit, lead, floor):
    sent = {"rule": "same", "to_level": "4", "confirmed": "yes"}
    visit(lead).post(f"/desk/targets/{floor.pk}/cascade/", sent)
    levels = set(Target.objects.filter(commitment=floor.commitment).values_list("unit__level", flat=True))
    assert levels == {1, 2, 3, 4}


def test_sharing_out_anew_takes_the_old_back_and_says_so(visit, lead, target):
    actions.cascade(target=target, rule="equal", by=lead)
    client = visit(lead)
    preview = client.post(f"/desk/targets/{target.pk}/cascade/", {"rule": "children", "to_level": "2"})
    assert "先撤回现在的分解" in body(preview)
    client.post(f"/desk/targets/{target.pk}/cascade/", {"rule": "children", "to_level": "2", "confirmed": "yes"})
    page = client.get(f"/desk/targets/{target.pk}/")
    assert shares(target) == {"延边": 23, "长春": 7}
    assert len(page.context["history"]) == 2


def test_a_cascade_is_taken_back_after_a_page_that_says_so(visit, lead, target):
    actions.cascade(target=target, rule="equal", by=lead)
    client = visit(lead)
    assert "全部撤回" in body(client.post(f"/desk/targets/{target.pk}/withdraw/"))
    assert shares(target) != {}
    client.post(f"/desk/targets/{target.pk}/withdraw/", {"confirmed": "yes"})
    assert shares(target) == {}


def test_a_unit_with_nobody_below_says_so(visit, tree, lead, floor):
    actions.cascade_down(target=floor, rule="same", to_level=4, by=lead)
    township = Target.objects.get(commitment=floor.commitment, unit=tree.township)
    page = body(visit(lead).get(f"/desk/targets/{township.pk}/cascade/"))
    assert "没有可以承接" in page

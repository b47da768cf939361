"""The way of a target: set with a preview, shown with what is there, followed by the light."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Target, Trajectory

from .stage import count_all, demand, fairs, hold_fair, open_home, today
from .test_targets import body

NOW = today()
YEAR = (date(NOW.year, 1, 1), date(NOW.year + 1, 12, 31))


@pytest.fixture
def homes(tree, lead) -> Target:
    """Ten Youth Homes asked of the province by the end of the year after this one, and two are there."""
    for unit in (tree.township, tree.other_township):
        open_home(unit)
    count_all()
    return demand(
        tree.province, "youth-homes", 10, by=lead, period="", deadline=YEAR[1], title="青年之家数", measure="个"
    )


def place(target, part=""):
    return f"/desk/targets/{target.pk}/trajectory/{part}"


def sent(*milestones, kind="milestones", begins=YEAR[0], ends=YEAR[1], **more):
    days, values = zip(*milestones, strict=True) if milestones else ((), ())
    plain = {"kind": kind, "begins": begins.isoformat(), "ends": ends.isoformat()}
    return {**plain, "day": [str(day) for day in days], "value": list(values), **more}


def soon(days=1):
    return NOW + timedelta(days=days)


def test_setting_milestones_changes_the_light_and_the_page_says_what_is_due(visit, lead, homes):
    client = visit(lead)
    before = client.get(f"/desk/targets/{homes.pk}/").context["way"].light
    answer = client.post(place(homes), sent((soon(), "1"), save="yes"), follow=True)
    assert "已保存轨迹" in body(answer)
    way = answer.context["way"]
    assert (way.light, way.light == before) == ("on-track", False)
    assert "按轨迹今天应到" in body(answer)


def test_a_look_at_the_chart_writes_nothing(visit, lead, homes):
    client = visit(lead)
    for answer in (
        client.post(place(homes), sent((soon(), "5"), look="yes")),
        client.post(place(homes, "draw/"), sent((soon(), "5"))),
    ):
        assert answer.context["chart"].series[1].values[-1] == 10
    assert not Trajectory.objects.exists()


def test_more_rows_are_given_without_script(visit, lead, homes):
    answer = visit(lead).post(place(homes), sent((soon(), "5"), more="yes"))
    assert len(answer.context["form"].rows()) == 4
    assert not Trajectory.objects.exists()


@pytest.mark.parametrize(
    ("milestones", "more", "sentence"),
    [
        ([], {}, "至少一个节点"),
        ([(YEAR[1] - timedelta(days=9), "11")], {}, "和目标 10 之间"),
        ([(YEAR[1] - timedelta(days=9), "")], {}, "不完整；请填写日期和数"),
        ([("昨天", "5")], {}, "不完整；请填写日期和数"),
        ([], {"kind": "seasonal"}, "不足一年"),
        ([], {"kind": "even", "ends": date(NOW.year + 2, 1, 1)}, "晚于目标的期限"),
    ],
)
def test_what_leads_nowhere_is_said_and_stays_in_the_form(visit, lead, homes, milestones, more, sentence):
    if more.get("kind") == "seasonal":
        more = {**more, "begins": date(2025, 4, 1), "ends": date(2025, 12, 31)}
    answer = visit(lead).post(place(homes), sent(*milestones, **more, save="yes"))
    assert answer.status_code == 422
    assert sentence in body(answer)


def test_a_way_may_begin_at_what_is_there(visit, lead, homes):
    begins = date(NOW.year, NOW.month, 1)
    answer = visit(lead).post(
        place(homes),
        sent(kind="even", begins=begins, ends=date(NOW.year + 1, 12, 31), with_base="on", save="yes"),
        follow=True,
    )
    kept = Trajectory.objects.get()
    assert (kept.base, kept.base_source) == (2, f"figure:youth-homes:{begins - timedelta(days=1)}")
    assert f"as_of={begins - timedelta(days=1)}" in body(answer)


def test_a_trajectory_is_taken_back_after_a_page_that_says_so(visit, lead, homes):
    client = visit(lead)
    client.post(place(homes), sent(kind="even", save="yes"))
    assert "还没有改动" in body(client.post(place(homes, "withdraw/")))
    client.post(place(homes, "withdraw/"), {"confirmed": "yes"})
    assert Trajectory.objects.get().withdrawn is not None


def test_shares_say_whose_way_they_follow(visit, lead, tree, homes):
    visit(lead).post(place(homes), sent((soon(), "5"), save="yes"))
    actions.cascade(target=homes, rule="equal", by=lead)
    share = homes.shares.get(unit=tree.prefecture)
    page = body(visit(lead).get(f"/desk/targets/{share.pk}/"))
    assert "跟吉林的轨迹走" in page


def test_what_is_asked_each_year_is_told_year_by_year(visit, lead, tree):
    round_ = fairs(tree.province)
    for number in range(2):
        hold_fair(round_, tree.village, date(2025, 3 + number, 1), key=f"k{number}")
    target = demand(tree.province, "fairs", 2, by=lead)
    periods = visit(lead).get(f"/desk/targets/{target.pk}/").context["way"].periods
    told = {period.begins.year: (figure, period.light) for period, _name, _goal, figure in periods}
    assert told[2025] == ("2场", "done")


def test_what_is_asked_each_quarter_is_told_quarter_by_quarter(visit, lead, tree):
    hold_fair(fairs(tree.province), tree.village, date(2025, 5, 1))
    target = demand(tree.province, "fairs", 1, by=lead, period="quarter", deadline=date(2025, 12, 31))
    way = visit(lead).get(f"/desk/targets/{target.pk}/").context["way"]
    assert [(name, period.light) for period, name, _goal, _figure in way.periods] == [
        ("2025年第4季度", "overdue"),
        ("2025年第3季度", "overdue"),
        ("2025年第2季度", "done"),
        ("2025年第1季度", "overdue"),
    ]


def test_a_quota_says_how_much_of_it_is_used(visit, lead, tree):
    round_ = fairs(tree.province)
    hold_fair(round_, tree.village, date(NOW.year, 1, 5))
    target = demand(tree.province, "fairs", 4, by=lead, comparator="<=")
    page = body(visit(lead).get(f"/desk/targets/{target.pk}/"))
    assert "指标数" in page
    assert "已用 1场，占 25.0%" in page
    assert "按轨迹今天应到" not in page


def test_without_an_indicator_the_way_can_be_set_and_says_what_is_missing(visit, lead, tree):
    target = demand(tree.province, "", 10, by=lead, period="", deadline=YEAR[1])
    client = visit(lead)
    assert client.post(place(target), sent(kind="even", save="yes")).status_code == 302
    assert "没有绑定指标" in body(client.get(f"/desk/targets/{target.pk}/"))
    assert "请先绑定指标" in body(client.post(place(target), sent(kind="seasonal", save="yes")))


def test_those_below_and_strangers_do_not_set_it(visit, member, stranger, homes):
    assert visit(member).get(place(homes)).status_code == 403
    assert visit(stranger).get(place(homes)).status_code == 404
    assert visit(stranger).post(place(homes, "withdraw/")).status_code == 404


def test_the_board_says_what_the_trajectory_asks_for_and_what_a_quota_has_left(visit, lead, tree, homes):
    client = visit(lead)
    client.post(place(homes), sent((NOW, "1"), save="yes"))
    hold_fair(fairs(tree.province), tree.village, date(NOW.year, 1, 5))
    demand(tree.province, "fairs", 4, by=lead, comparator="<=", start=1, end=2)
    page = body(client.get("/desk/board/"))
    assert "按轨迹应到 1个" in page
    assert "已用 25.0%" in page


def test_the_figures_page_draws_the_way_and_says_what_is_due(visit, lead, homes):
    client = visit(lead)
    client.post(place(homes), sent((NOW, "1"), save="yes"))
    answer = client.get(f"/desk/figures/youth-homes/?target={homes.pk}")
    assert "按轨迹今天应到 1个，实际 2个" in body(answer)
    assert [one.name for one in answer.context["chart"].series] == ["青年之家数", "目标", "按轨迹应到"]

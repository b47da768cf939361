"""The board, and one figure with its trend and its children."""

from __future__ import annotations

import re

import pytest

from sangzi.plans import actions as plans
from sangzi.scoreboard.months import label, month_of
from sangzi.scoreboard.queries import board
from sangzi.units.actions import move_unit

from .stage import SENTENCE, count_all, demand, fairs, hold_fair, nation_lead, open_home, today

BOARD_QUERIES = 15
FIGURE_QUERIES = 16
UNITS = ["吉林省", "吉林", "延边朝鲜族自治州", "延边大学委员会", "延边", "长春市", "长春", "全国"]
DATA = [*UNITS, SENTENCE, "年度要点", "个", "中文"]  # what people wrote is not translated


@pytest.fixture
def asked(tree):
    """Twelve fairs a year asked of the province, shared out to the township; one was held there this year."""
    target = demand(tree.province)
    plans.cascade_down(target=target, rule="equal", to_level=4, by=None)
    hold_fair(fairs(tree.township), tree.township, today().replace(day=1))
    return target


@pytest.fixture
def homes(tree):
    """A Youth Home in one of the county's two townships, and a demand for one in each."""
    open_home(tree.township)
    more = {"shape": "each", "over": "township", "measure": "个", "title": "青年之家", "period": ""}
    target = demand(tree.province, "youth-home-coverage", 1, **more)
    plans.cascade_down(target=target, rule="same", to_level=4, by=None)
    count_all()
    return target


def body(answer) -> str:
    return answer.content.decode()


def words(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL).split())


def line(page: str, title: str) -> str:
    """What the board says of one demand."""
    lines = re.findall(r'<article class="board-line">.*?</article>', page, re.DOTALL)
    return next(words(one) for one in lines if title in one)


# The board


def test_a_demand_stands_on_the_board_with_figure_light_and_sentence(visit, lead, asked):
    told = line(body(visit(lead).get("/desk/board/")), "青禾集市场次")
    for part in ("每年不少于 12 场", "1场", "8.3%", SENTENCE, "年度要点"):
        assert part in told


def test_a_unit_below_is_told_who_asks_it(visit, member, asked):
    assert "由和龙分解" in line(body(visit(member).get("/desk/board/")), "青禾集市场次")


@pytest.mark.parametrize(("unit", "status"), [("222406104", 200), ("222406", 200), ("220000", 200), ("000000", 404)])
def test_one_sees_the_boards_of_ones_own_unit_and_below(visit, lead, asked, unit, status):
    assert visit(lead).get(f"/desk/board/?unit={unit}").status_code == status


@pytest.mark.parametrize("address", ["/desk/board/", "/desk/figures/fairs/"])
def test_a_stranger_does_not_learn_that_there_is_a_board(visit, stranger, asked, address):
    answer = visit(stranger).get(f"{address}?unit=222406")
    assert answer.status_code == 404
    assert "和龙" not in words(body(answer))


def test_an_auditor_reads_the_board(visit, auditor, asked):
    assert "青禾集市场次" in body(visit(auditor).get("/desk/board/"))


def test_without_a_demand_the_board_says_what_will_bring_one(visit, stranger):
    assert "还没有规划对本单位提出要求" in body(visit(stranger).get("/desk/board/"))


def test_what_nobody_asked_for_is_counted_all_the_same(visit, member, tree):
    hold_fair(fairs(tree.township), tree.township, today().replace(day=1))
    page = body(visit(member).get("/desk/board/"))
    assert "青禾集市场次" in page[page.index("其他数据") :]


def test_a_rhythm_that_nobody_began_is_no_figure(tree):
    shown = {one.indicator.key for one in board(tree.village, today()).others}
    assert "lectures-monthly" not in shown


def test_a_demand_without_a_figure_says_so_and_not_that_nothing_is_asked(visit, lead, tree):
    demand(tree.province, "needs-solved-share", 80, shape="share", title="需求解决率", measure="%")
    told = line(body(visit(lead).get("/desk/board/")), "需求解决率")
    assert "暂无数据" in told
    assert "无目标" not in told


def test_a_changed_tree_is_said_until_totals_are_new(visit, lead, tree, asked):
    count_all()
    assert "合计正在重算" not in body(visit(lead).get("/desk/board/"))
    move_unit(unit=tree.other_village, parent=tree.other_township, on=today(), by=lead)
    assert "合计正在重算" in body(visit(lead).get("/desk/board/"))


# Months


def test_a_past_month_shows_what_was_then(visit, lead, asked):
    before = label(month_of(today()) - 1)
    page = body(visit(lead).get(f"/desk/board/?until={before}"))
    assert "0场" in line(page, "青禾集市场次")
    assert "until=" in page[page.index('class="board-line"') :]


@pytest.mark.parametrize("until", ["2025-13", "maybe", "2025", "1970-01", "2999-01", "2025-03-01", "<b>"])
def test_what_is_no_month_is_said_in_a_sentence(visit, lead, asked, until):
    answer = visit(lead).get("/desk/board/", {"until": until})
    assert answer.status_code == 422
    assert "不是可以查看的月份" in body(answer)
    assert "<b>" not in body(answer)


# One figure


def test_a_figure_shows_its_target_its_sentence_and_its_records(visit, lead, asked):
    told = words(body(visit(lead).get(f"/desk/figures/fairs/?target={asked.pk}")))
    for part in ("1场", "12场", SENTENCE, "逐月走势", "查看凭据", "离目标最远的排在前面"):
        assert part in told


def test_children_stand_side_by_side_and_lead_on_with_their_own_targets(visit, lead, tree, homes):
    page = body(visit(lead).get(f"/desk/figures/youth-home-coverage/?target={homes.pk}&view=table"))
    below = tree.prefecture.targets.get(commitment=homes.commitment)
    assert f"unit=222400&amp;target={below.pk}&amp;view=table" in page
    assert re.search(r"延边朝鲜族自治州.*?50\.0%.*?1 / 2", page, re.DOTALL)


@pytest.mark.parametrize(("view", "mark"), [("", "tiles"), ("table", "rows cards"), ("nonsense", "tiles")])
def test_children_are_tiles_or_a_table(visit, lead, homes, view, mark):
    page = body(visit(lead).get(f"/desk/figures/youth-home-coverage/?view={view}"))
    assert f'class="{mark}' in page[page.index('id="children"') :]


def test_children_of_different_weight_are_shown_as_areas(visit, tree, homes):
    page = body(visit(nation_lead(tree)).get("/desk/figures/youth-home-coverage/?view=map"))
    told = page[page.index('class="patches"') :]
    assert told.index("吉林") < told.index("广东")
    assert "吉林省 · 50.0% · 1 / 2" in told


def test_where_nobody_has_a_target_nobody_is_said_to_lack_one(visit, lead, homes):
    assert "无目标" not in words(body(visit(lead).get("/desk/figures/youth-home-coverage/?unit=222400")))


def test_at_the_foot_of_the_tree_there_are_no_children(visit, lead, asked):
    assert "这就是最基层的数据" in body(visit(lead).get("/desk/figures/fairs/?unit=222406104201"))


def test_nothing_known_is_no_empty_chart(visit, lead, asked):
    assert "没有可以画出的数据" in body(visit(lead).get("/desk/figures/needs-solved-share/"))


def test_another_units_target_is_not_this_pages(visit, lead, tree, asked):
    below = tree.county.targets.get(commitment=asked.commitment)
    assert "离目标最远" not in body(visit(lead).get(f"/desk/figures/fairs/?target={below.pk}"))


def test_a_target_out_of_sight_is_not_found(visit, stranger, asked):
    assert visit(stranger).get(f"/desk/figures/fairs/?target={asked.pk}").status_code == 404


def test_an_unknown_indicator_is_not_found(visit, lead):
    assert visit(lead).get("/desk/figures/never-heard-of/").status_code == 404


# How many queries


def measured(django_assert_max_num_queries, client, address, most) -> int:
    client.get(address)  # the session's first page writes down the unit
    with django_assert_max_num_queries(most) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("who", ["nation", "county"])
def test_a_board_asks_the_same_few_questions_whatever_there_is(
    django_assert_max_num_queries, visit, tree, county_officer, asked, who
):
    client = visit(nation_lead(tree) if who == "nation" else county_officer)
    demand(tree.nation)  # where nothing at all is asked, nobody looks for trajectories
    few = measured(django_assert_max_num_queries, client, "/desk/board/", BOARD_QUERIES)
    much_more(tree)
    assert measured(django_assert_max_num_queries, client, "/desk/board/", BOARD_QUERIES) == few


@pytest.mark.parametrize("view", ["", "map", "table"])
def test_a_figure_asks_the_same_few_questions_whatever_there_is(
    django_assert_max_num_queries, visit, lead, tree, homes, view
):
    client, address = visit(lead), f"/desk/figures/youth-home-coverage/?target={homes.pk}&view={view}"
    few = measured(django_assert_max_num_queries, client, address, FIGURE_QUERIES)
    much_more(tree)
    assert measured(django_assert_max_num_queries, client, address, FIGURE_QUERIES) == few


def much_more(tree) -> None:
    """Ten more demands of the nation, shared out to all; fairs in many months and units; homes everywhere."""
    for number in range(10):
        target = demand(tree.nation, "fairs", 20 + number, deadline=today().replace(year=today().year + 1, day=1))
        plans.cascade_down(target=target, rule="equal", to_level=4, by=None)
    rounds = {unit: fairs(unit) for unit in (tree.township, tree.other_township, tree.district)}
    for unit, round_ in rounds.items():
        for month in range(1, 13):
            day = today().replace(year=today().year - 1, month=month, day=1)
            hold_fair(round_, unit, day, key=f"{unit.pk}-{month}")
    for township in (tree.township, tree.other_township):
        open_home(township)
    count_all()


# English


@pytest.mark.parametrize("address", ["/desk/board/", "/desk/figures/youth-home-coverage/?view=table"])
def test_english_boards_speak_english(visit, lead, homes, address):
    client = visit(lead)
    client.post("/language/", {"language": "en"})
    told = words(body(client.get(address)))
    assert re.findall(r"[一-鿿]+", re.sub("|".join(DATA), "", told)) == []

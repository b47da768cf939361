"""Why an application has what it has: in sentences that are true and tell of nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import translation

from sangzi.programmes.actions import allot, draw_lots, place, withdraw
from sangzi.programmes.models import Application, Milestone, Run, RunState, Wish
from sangzi.programmes.queries.why import outcome_of, places_in_line, why_of
from sangzi.programmes.runs.recalled import recalled

from .made_rounds import NOW, apply_for, declared, first_come, opening_in, people_of, round_of

LATER = NOW + timedelta(days=30)
UNSCREENED = {"kind": "screening", "by_hand": False}
HERE = "这份报名在这里的匹配分是70分；把名额改给它，全体的匹配分加起来"
FITS = {
    "optimal": {"placed": 10, "wishes": [50, 30, 5], "near": [40, 25, 10, 4]},
    "stable": {"near": [40, 25, 10]},
}


def made(tree, method, rules=(), wishes=3, **more):
    step = {"kind": "allotment", "method": method} | ({"fit": FITS[method]} if method in FITS else {}) | more
    definition = declared(UNSCREENED, step, applications={"wishes": wishes}, rules=list(rules))
    return round_of(definition, tree.province, apply_until=NOW + timedelta(days=10))


def allotted(round_, **more):
    draw_lots(round=round_, seed="2024-06-01 上证 3086", now=LATER, by=None)
    allot(round=round_, now=LATER, by=None, **more)


def why(application):
    return why_of(Application.objects.select_related("round__unit").get(pk=application.pk))


def says(application):
    told = why(application)
    return [told.says, *(one.says for one in told.wishes)]


def crowd(tree, round_, opening, *others, count=7):
    """People of one township who all wish for the opening first, in the order of what they got there."""
    for person in people_of(tree.township, count):
        apply_for(round_, person, opening, *others)
    return opening


def by_lot(round_):
    return list(Application.objects.filter(round=round_).order_by("lot"))


def test_nothing_is_said_before_seats_are_given(tree):
    round_ = made(tree, "lottery")
    told = why(apply_for(round_, people_of(tree.county, 1)[0], opening_in(round_, tree.county)))
    assert (told.decided, told.says[:7], told.wishes[0].says) == (False, "名额还没有分配", "")


def test_by_lots_the_turn_is_told(tree):
    round_ = made(tree, "lottery")
    one, other = opening_in(round_, tree.county, title="文书"), opening_in(round_, tree.county, title="宣传")
    crowd(tree, round_, one, other, count=3)
    allotted(round_)
    first, second, third = by_lot(round_)
    assert says(first) == ["得到了第1志愿“文书”。", "分配时得到了这个名额。", "得到了更靠前的志愿。"]
    assert says(second)[0] == "得到第2志愿“宣传”：按签号先后第2个轮到，更靠前的志愿没有能给的名额了。"
    assert says(third)[0] == "没有得到名额：按签号先后第3个轮到，所填的志愿都没有能给的名额了。"
    assert says(third)[1] == "按签号先后第3个轮到，这里的1个名额都已经给了前面的申请人。"


def test_a_unit_that_is_full_is_told_by_its_name(tree):
    round_ = made(tree, "lottery", rules=[{"kind": "per-unit", "level": "county", "most": 1}])
    crowd(tree, round_, opening_in(round_, tree.county, 5), count=2)
    allotted(round_)
    assert says(by_lot(round_)[1])[1] == "按签号先后第2个轮到，“和龙”（含下级）还能录取的1人已满。"


def test_numbers_of_others_are_told_where_they_are_many(tree):
    round_ = made(tree, "stable")
    opening = opening_in(round_, tree.county, 5)
    crowd(tree, round_, opening, count=5)
    far = apply_for(round_, people_of(tree.district, 1)[0], opening)
    allotted(round_)
    assert says(far)[1] == "这里的5个名额都给了排在前面的申请人：其中匹配分最低的26分，这份报名11分。"


def test_equal_claims_are_told_apart_by_lot(tree):
    round_ = made(tree, "stable")
    crowd(tree, round_, opening_in(round_, tree.county, 5), count=6)
    allotted(round_)
    last = by_lot(round_)[-1]
    assert says(last)[1] == "这里的5个名额都给了排在前面的申请人：其中最后一位匹配分同为26分，签号在前。"


@pytest.mark.parametrize("home", ["township", "other_county"])
def test_where_few_got_seats_one_sentence_hides_how_strong_they_are(tree, home):
    round_ = made(tree, "stable")
    opening = opening_in(round_, tree.county, 4)
    crowd(tree, round_, opening, count=4 + (home == "township"))
    if home == "township":
        weak, own = by_lot_last(round_), 26
    else:
        weak, own = apply_for(round_, people_of(tree.district, 1)[0], opening), 11
        allotted(round_)
    assert says(weak)[1] == f"这里的4个名额都给了排在前面的申请人（先比匹配分，同分比签号；这份报名{own}分）。"


def by_lot_last(round_):
    allotted(round_)
    return by_lot(round_)[-1]


def test_what_another_allotment_would_cost_is_told_where_many_got_seats(tree):
    round_ = made(tree, "optimal")
    opening = opening_in(round_, tree.county, 5)
    crowd(tree, round_, opening, count=5)
    far = apply_for(round_, people_of(tree.district, 1)[0], opening)
    allotted(round_)
    assert says(far)[0] == "没有得到名额：换任何别的排法，全体的匹配分加起来都不会更高。"
    assert says(far)[1] == HERE + "至少会减少15分。这里的5个名额都已用上。"


def test_of_few_it_is_only_told_that_nothing_would_be_better(tree):
    round_ = made(tree, "optimal")
    opening = opening_in(round_, tree.county, 1)
    crowd(tree, round_, opening, count=1)
    far = apply_for(round_, people_of(tree.district, 1)[0], opening)
    allotted(round_)
    assert says(far)[1] == HERE + "不会更高。这里的1个名额都已用上。"


def test_a_result_as_good_is_told_as_such(tree):
    round_ = made(tree, "optimal")
    crowd(tree, round_, opening_in(round_, tree.county, 5), count=6)
    allotted(round_)
    lost = Application.objects.get(state="waiting")
    assert "也可以一样高，结果是同样好的几种排法之一" in says(lost)[1]


def test_what_suits_better_is_told_by_its_points(tree):
    round_ = made(tree, "optimal")
    far, near = opening_in(round_, tree.other_prefecture), opening_in(round_, tree.township)
    one, other = (apply_for(round_, person, far, near) for person in people_of(tree.township, 2))
    allotted(round_)
    told = {line for application in (one, other) for line in says(application)[1:]}
    assert "得到的名额匹配分是80分，这里只有70分。" in told or "得到了更靠前的志愿。" in told


def test_a_wish_that_was_taken_back_is_told(tree):
    round_ = made(tree, "lottery")
    gone, there = opening_in(round_, tree.county), opening_in(round_, tree.county)
    application = apply_for(round_, people_of(tree.county, 1)[0], gone, there)
    gone.state = "withdrawn"
    gone.save()
    allotted(round_)
    assert says(application)[1] == "分配时这个名额已经撤下。"


def test_who_comes_first_is_told_without_any_run(tree):
    round_ = round_of(declared(UNSCREENED, first_come()), tree.province)
    opening = opening_in(round_, tree.county)
    first, second = (apply_for(round_, person, opening) for person in people_of(tree.county, 2))
    assert says(first) == ["得到了“文书”。", "轮到时这里还有名额。"]
    assert says(second) == ["轮到时所填的志愿没有空余的名额，进入候补。", "办理时这里的名额已满。"]
    assert why(second).run is None


def test_the_place_in_line_counts_those_who_still_wait(tree):
    round_ = round_of(declared(UNSCREENED, first_come()), tree.province)
    opening = opening_in(round_, tree.county)
    got, *waiting = (apply_for(round_, person, opening) for person in people_of(tree.county, 4))
    assert [why(one).wishes[0].place for one in (got, *waiting)] == [None, 1, 2, 3]
    withdraw(application=got, reason="", now=LATER, by=None)
    assert [why(one).wishes[0].place for one in waiting] == [None, 1, 2]
    assert says(waiting[0]) == ["有人放弃以后，按候补顺序得到“文书”。", "有人放弃以后，按候补顺序得到。"]


def test_the_places_of_all_wishes_are_one_query(tree, django_assert_num_queries):
    round_ = made(tree, "lottery")
    one, other = opening_in(round_, tree.county), opening_in(round_, tree.county)
    crowd(tree, round_, one, other, count=5)
    allotted(round_)
    wishes = list(Wish.objects.filter(application=by_lot(round_)[3]))
    with django_assert_num_queries(1):
        assert sorted(places_in_line(wishes).values()) == [2, 2]


def test_what_staff_did_by_hand_is_told_as_that(tree):
    round_ = made(tree, "by-hand")
    one, other = opening_in(round_, tree.county), opening_in(round_, tree.county)
    application = apply_for(round_, people_of(tree.county, 1)[0], one, other)
    place(application=application, opening=other, now=LATER, by=None)
    assert says(application) == ["由工作人员安排了“文书”。", "工作人员没有安排这个志愿。", "由工作人员安排。"]


def test_somebody_placed_by_hand_after_a_draw_keeps_the_reasons_of_the_draw(tree):
    round_ = made(tree, "lottery")
    one, other = opening_in(round_, tree.county), opening_in(round_, tree.other_county, title="宣传")
    for person in people_of(tree.county, 2):
        apply_for(round_, person, one)
    allotted(round_)
    last = by_lot(round_)[1]
    place(application=last, opening=other, now=LATER, by=None)
    told = says(last)
    assert (told[0], told[2]) == ("由工作人员安排了“宣传”。", "由工作人员安排。")
    assert told[1].startswith("按签号先后第2个轮到")


@pytest.mark.parametrize("method", ["lottery", "optimal"])
def test_of_an_allotment_without_a_run_only_what_is_known_is_told(tree, method):
    round_ = made(tree, method)
    lost = apply_for(round_, people_of(tree.county, 1)[0], opening_in(round_, tree.county))
    Application.objects.filter(pk=lost.pk).update(state="waiting", lot=9)
    Milestone.objects.create(application=lost, step="allotment", outcome="waiting", at=LATER)
    known = {
        "lottery": "轮到时（签号9），这里没有能给的名额了。",
        "optimal": "结果按公布的办法算出；那时没有保存每个志愿的依据。",
    }
    assert says(lost) == ["轮到时所填的志愿没有空余的名额，进入候补。", known[method]]


def test_one_sentence_is_told_alone(tree):
    round_ = made(tree, "lottery")
    application = apply_for(round_, people_of(tree.county, 1)[0], opening_in(round_, tree.county))
    assert outcome_of(application) == ""
    allotted(round_)
    application.refresh_from_db()
    assert outcome_of(application) == "得到了第1志愿“文书”。"


def test_a_run_stays_in_memory(tree, django_assert_num_queries):
    round_ = made(tree, "lottery")
    crowd(tree, round_, opening_in(round_, tree.county), count=2)
    allotted(round_)
    run = Run.objects.defer("input", "output").get(round=round_, state=RunState.PUBLISHED)
    first = recalled(run)
    with django_assert_num_queries(0):
        assert recalled(run) is first


@pytest.mark.parametrize("method", ["lottery", "stable", "optimal"])
def test_every_sentence_is_said_in_english(tree, method):
    round_ = made(tree, method, rules=[{"kind": "per-unit", "level": "county", "most": 6}])
    one, other = opening_in(round_, tree.county, 5), opening_in(round_, tree.township, 5)
    crowd(tree, round_, one, other, count=7)
    apply_for(round_, people_of(tree.other_county, 1)[0], other, one)
    allotted(round_)
    with translation.override("en"):
        lines = [line for application in by_lot(round_) for line in says(application)]
    assert not [line for line in lines if re.search("[一-鿿]", re.sub("“.*?”", "", line))]

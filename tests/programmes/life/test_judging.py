"""Judging: interests first, points hidden until all are in, ranks by a rule in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.people.models import Person
from sangzi.programmes.actions.judging import appoint, close_stage, declare, dismiss_judge, score, seal
from sangzi.programmes.models import Application, ApplicationState, Recusal, Score
from tests.cast import appoint as assign

from .conftest import at, programme

CRITERIA = [
    {"key": "idea", "title": "创意", "title_en": "Idea", "most": 60},
    {"key": "plan", "title": "计划", "title_en": "Plan", "most": 40},
]
STAGES = [
    {"key": "first", "title": "初评", "title_en": "First", "keeps": 1},
    {"key": "final", "title": "终评", "title_en": "Final"},
]
APPLY = {"kind": "applications", "by": ["person", "team"]}


def judging(**given):
    return {"kind": "judging", "judges": 1, "criteria": CRITERIA, "stages": STAGES} | given


@pytest.fixture
def contest(life):
    """A county's contest with two entries from its townships."""
    round_ = life.round(programme(APPLY, judging()))
    elsewhere = {"unit": life.tree.other_township}
    for person in life.people[2:]:
        Person.objects.filter(pk=person.pk).update(home=life.tree.other_township)
    return round_, [life.application(round_, 0), life.application(round_, 2, **elsewhere)]


def judge_of(contest, account, recusals=()):
    judge = appoint(round=contest[0], account=account, now=at(), by=None)
    declare(judge=judge, text="", recusals=recusals, now=at(), by=account)
    judge.refresh_from_db()
    return judge


def give(judge, entry, idea, plan, stage="first"):
    points = {"idea": Decimal(idea), "plan": Decimal(plan)}
    return score(judge=judge, application=entry, stage=stage, points=points, now=at(), by=None)


def close(contest, stage="first", seed=""):
    return close_stage(round=contest[0], stage=stage, now=at(), by=None, seed=seed)


@pytest.fixture
def judge(contest, county_officer):
    return judge_of(contest, county_officer)


def test_a_judge_declares_before_scoring(contest, county_officer):
    judge = appoint(round=contest[0], account=county_officer, now=at(), by=None)
    with pytest.raises(BadInput, match="先申明利害关系"):
        give(judge, contest[1][0], 50, 30)


def test_asked_twice_it_is_one_judge(contest, county_officer):
    judges = [appoint(round=contest[0], account=county_officer, now=at(), by=None) for _ in range(2)]
    assert judges[0] == judges[1]


def test_the_best_go_on_and_the_others_learn_why_not(contest, judge):
    low, high = contest[1]
    give(judge, low, 30, 20)
    give(judge, high, 50, 40)
    seal(judge=judge, stage="first", by=None)
    close(contest)
    low.refresh_from_db()
    high.refresh_from_db()
    assert (high.state, high.rank, high.score, high.stage) == ("admitted", 1, 90, "first")
    assert (low.state, low.reason) == ("unplaced", "“初评”第2名，没有入围")


def test_only_who_was_kept_is_judged_again(contest, judge):
    low, high = contest[1]
    give(judge, low, 30, 20)
    give(judge, high, 50, 40)
    judge = seal(judge=judge, stage="first", by=None)
    close(contest)
    with pytest.raises(BadInput, match="不在这一轮"):
        give(judge, low, 1, 1, "final")
    give(judge, high, 60, 40, "final")
    seal(judge=judge, stage="final", by=None)
    assert [(one.entry, one.rank) for one in close(contest, "final")] == [(high.pk, 1)]


def test_no_result_before_every_judge_has_sealed(contest, judge, lead):
    judge_of(contest, lead)
    for entry in contest[1]:
        give(judge, entry, 50, 40)
    seal(judge=judge, stage="first", by=None)
    with pytest.raises(Conflict, match="还有1名评委没有提交"):
        close(contest)


def test_a_judge_seals_after_scoring_all(contest, judge):
    give(judge, contest[1][0], 50, 40)
    with pytest.raises(BadInput, match="还有1份没有评完"):
        seal(judge=judge, stage="first", by=None)


def test_sealed_points_stay(contest, judge):
    for entry in contest[1]:
        give(judge, entry, 50, 40)
    judge = seal(judge=judge, stage="first", by=None)
    with pytest.raises(Conflict, match="不能再改"):
        give(judge, contest[1][0], 60, 40)


def test_points_given_again_replace_the_first(contest, judge):
    give(judge, contest[1][0], 50, 40)
    give(judge, contest[1][0], 20, 10)
    assert sorted(Score.objects.values_list("points", flat=True)) == [10, 20]


@pytest.mark.parametrize(("idea", "field"), [(61, "idea"), (-1, "idea"), ("1.234", "idea"), ("NaN", "idea")])
def test_points_outside_a_criterion_are_refused_beside_it(contest, judge, idea, field):
    with pytest.raises(BadInput, match="“创意”要给0到60分") as refused:
        give(judge, contest[1][0], idea, 10)
    assert refused.value.context["field"] == field


def test_a_judge_of_the_entrants_own_township_is_recused_by_the_records(contest, member):
    judge = judge_of(contest, member)
    assert [one.application_id for one in judge.recusals.all()] == [contest[1][0].pk]
    with pytest.raises(BadInput, match="要回避"):
        give(judge, contest[1][0], 10, 10)
    give(judge, contest[1][1], 10, 10)


def test_a_judge_who_takes_part_is_recused(contest, life, stranger):
    Person.objects.filter(pk=life.people[2].pk).update(account=stranger)
    assert [one.reason for one in judge_of(contest, stranger).recusals.all()] == ["本人参加或经手"]


def test_the_officer_of_the_county_that_runs_it_is_not_recused_from_all(contest, judge):
    assert Recusal.objects.count() == 0


def test_an_interest_that_was_declared_is_kept(contest, county_officer):
    entry = contest[1][0]
    judge = judge_of(contest, county_officer, recusals=[entry])
    with pytest.raises(BadInput, match="要回避"):
        give(judge, entry, 10, 10)


def test_too_few_judges_after_recusals_are_named(contest, county_officer):
    first, second = contest[1]
    judge = judge_of(contest, county_officer, recusals=[first])
    give(judge, second, 10, 10)
    seal(judge=judge, stage="first", by=None)
    with pytest.raises(Conflict, match=f"{first.pk}号的评委不足1名"):
        close(contest)


def test_a_tie_that_criteria_leave_is_named_and_drawn_with_a_seed(contest, judge):
    for entry in contest[1]:
        give(judge, entry, 50, 30)
    seal(judge=judge, stage="first", by=None)
    with pytest.raises(Conflict, match="请由评审组长抽签") as refused:
        close(contest)
    assert refused.value.context["field"] == "seed"
    assert sorted(one.rank for one in close(contest, seed="2026-05-06 福彩3D 123")) == [1, 2]
    assert Application.objects.filter(lot=None).count() == 0


def test_the_first_criterion_breaks_a_tie(contest, judge):
    give(judge, contest[1][0], 40, 40)
    give(judge, contest[1][1], 50, 30)
    seal(judge=judge, stage="first", by=None)
    assert [one.entry for one in close(contest)] == [contest[1][1].pk, contest[1][0].pk]


def test_a_judge_who_scored_stays(contest, judge):
    give(judge, contest[1][0], 40, 40)
    with pytest.raises(Conflict, match="不能撤下"):
        dismiss_judge(judge=judge, by=None)


def test_what_was_not_screened_yet_is_not_judged(life, county_officer):
    round_ = life.round(programme(APPLY, {"kind": "screening"}, judging()))
    entry = life.application(round_, state=ApplicationState.SUBMITTED)
    with pytest.raises(BadInput, match="不在这一轮"):
        give(judge_of((round_, []), county_officer), entry, 10, 10)


def test_the_highest_and_the_lowest_are_left_out_where_the_programme_says_so(life):
    round_ = life.round(programme(APPLY, judging(judges=5, trimmed=True)))
    entry = life.application(round_)
    for number, idea in enumerate((0, 30, 36, 42, 60)):
        judge = judge_of((round_, []), assign(f"judge{number}", life.tree.county, "officer"))
        give(judge, entry, idea, 40)
        seal(judge=judge, stage="first", by=None)
    assert close((round_, []))[0].mean == 76

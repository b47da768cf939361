"""Indicators made at the desk: from a draft to a figure that the totals and the facts agree on."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from sangzi.kernel import jobs, turns
from sangzi.kernel.definitions import BadDefinition
from sangzi.kernel.errors import Conflict
from sangzi.kernel.facts import Movement
from sangzi.kernel.models import AuditLine, Job
from sangzi.plans import actions as plan_actions
from sangzi.plans.models import Commitment, Plan
from sangzi.scoreboard import actions, declarations, verification
from sangzi.scoreboard.declared import checked, forget
from sangzi.scoreboard.drafts import Draft
from sangzi.scoreboard.indicators import every_indicator, indicators, indicators_of
from sangzi.scoreboard.models import Declaration
from sangzi.scoreboard.queries import board, figure_of, is_stale
from sangzi.scoreboard.receipts import check
from sangzi.scoreboard.trying import alike, tried

NOW = datetime(2025, 3, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2025, 12, 31)
COVERAGE = Draft(title="有苗圃的乡镇", shape="coverage", fact="t.flow", tag="a", over="township", at_least=3)
COUNT = Draft(title="苗圃数", shape="count", fact="t.stock", tag="a", unit="个")


@pytest.fixture
def declare(tree, rebuilt):
    """Makes an indicator of the province, or of another unit, and has all totals computed."""

    def make(draft=COVERAGE, unit=None, commitment=None):
        made = actions.declare_indicator(
            unit=unit or tree.province, draft=draft, commitment=commitment, now=NOW, by=None
        )
        jobs.work_once(jobs.new_worker())
        return made

    return make


def test_it_holds_at_once_and_its_totals_are_computed_by_a_job(tree, rebuilt):
    made = actions.declare_indicator(unit=tree.province, draft=COVERAGE, commitment=None, now=NOW, by=None)
    assert (indicators()[made.key], is_stale(), Job.objects.get().kind) == (made, True, "scoreboard.rebuild")


def test_its_figure_counts_the_units_that_have_it(declare, ledger, tree):
    ledger.write(Movement("t.flow", "a", tree.township.pk, date(2025, 1, 5), 300))
    made = declare()
    assert (figure_of(made, tree.county, DAY).numerator, figure_of(made, tree.county, DAY).value) == (100, 50)


def test_later_records_move_it_and_both_ways_of_computing_agree(declare, ledger, tree):
    made = declare()
    ledger.write(Movement("t.flow", "a", tree.township.pk, date(2025, 1, 5), 300))
    ledger.write(Movement("t.flow", "a", tree.other_township.pk, date(2025, 2, 5), 200))
    assert figure_of(made, tree.county, DAY).value == 50
    assert list(verification.differences()) == []


def test_another_process_asks_once_a_turn_whether_there_is_something_new(declare, tree, django_assert_num_queries):
    made = declare()
    turns.begin()
    with django_assert_num_queries(1):
        assert made.key in indicators()
        assert made.key in indicators()


def test_a_made_indicator_is_seen_below_and_above_its_unit_only(declare, tree):
    key = declare(unit=tree.prefecture).key
    seen = [
        unit
        for unit in (tree.nation, tree.prefecture, tree.village, tree.other_prefecture)
        if key in indicators_of(unit)
    ]
    assert seen == [tree.nation, tree.prefecture, tree.village]


def test_the_board_shows_what_a_commitment_is_measured_by(declare, tree, ledger):
    plan = Plan.objects.create(unit=tree.province, title="要点", digest="d", year=2025)
    wanted = Commitment.objects.create(
        plan=plan, start=0, end=1, quote="乡乡有苗圃", title="有苗圃的乡镇", status="target", shape="coverage",
        over="township", value=80, measure="%",
    )  # fmt: skip
    plan_actions.confirm(commitment=wanted, by=None)
    made = declare(commitment=wanted)
    assert [line.indicator.key for line in board(tree.province, DAY).asked] == [made.key]


def test_a_revision_is_a_version_more_and_receipts_name_theirs(declare, tree, ledger):
    made = declare()
    receipt = actions.issue_receipt(indicator=made, unit=tree.county, as_of=DAY, commitment=None, now=NOW, by=None)
    actions.revise_indicator(key=made.key, draft=Draft(**{**COVERAGE.__dict__, "at_least": 1}), now=NOW, by=None)
    assert check(receipt).definition_changed
    assert declarations.version_of(made.key, receipt.definition).version == 1
    assert [row.version for row in declarations.versions_of(tree.county, made.key)] == [2, 1]


def test_a_withdrawn_indicator_is_chosen_no_more_but_its_receipts_are_computed_again(declare, tree, ledger):
    ledger.write(Movement("t.flow", "a", tree.township.pk, date(2025, 1, 5), 300))
    made = declare()
    receipt = actions.issue_receipt(indicator=made, unit=tree.county, as_of=DAY, commitment=None, now=NOW, by=None)
    actions.withdraw_indicator(key=made.key, now=NOW, by=None)
    assert (made.key in indicators(), made.key in every_indicator(), check(receipt).same) == (False, True, True)
    assert not is_stale()


def test_what_measures_something_is_not_withdrawn(declare, tree):
    plan = Plan.objects.create(unit=tree.province, title="要点", digest="d")
    wanted = Commitment.objects.create(
        plan=plan, start=0, end=1, quote="苗圃", title="苗圃", status="target", shape="count"
    )
    made = declare(COUNT, commitment=wanted)
    with pytest.raises(Conflict, match="1 个条目"):
        actions.withdraw_indicator(key=made.key, now=NOW, by=None)


def test_a_misspelt_fact_is_refused_with_the_word_that_was_meant(tree, ledger):
    draft = Draft(title="苗圃数", shape="count", fact="t.stokc", tag="a", unit="个")
    with pytest.raises(BadDefinition, match=r"t\.stock"):
        actions.declare_indicator(unit=tree.province, draft=draft, commitment=None, now=NOW, by=None)
    assert not Declaration.objects.exists()


def test_keys_are_never_given_twice(declare, tree):
    assert declare(COUNT).key != declare(COUNT).key
    english = Draft(**{**COUNT.__dict__, "title_en": "Homes"})
    assert declare(english).key == "homes-2"


def test_each_step_leaves_an_audit_line(declare, tree):
    made = declare()
    actions.withdraw_indicator(key=made.key, now=NOW, by=None)
    acts = AuditLine.objects.filter(about=f"indicator:{made.key}").values_list("act", flat=True)
    assert list(acts) == ["scoreboard.declare", "scoreboard.withdraw"]


def test_rows_are_never_changed(declare):
    declare()
    with pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.update(version=7)


def test_a_definition_that_is_rolled_back_is_forgotten_at_the_next_turn(tree, rebuilt):
    with pytest.raises(RuntimeError), transaction.atomic():
        made = actions.declare_indicator(unit=tree.province, draft=COUNT, commitment=None, now=NOW, by=None)
        raise RuntimeError
    forget()
    assert made.key not in indicators()


def test_a_definition_is_written_as_a_file_that_reads_the_same(ledger):
    odd = Draft(**{**COUNT.__dict__, "title": '“苗圃” "a" \\ 数\x7f', "words": ("一\n二",)})
    again = checked(odd.text("nurseries"), "nurseries")
    assert (again.title, again.words[1], again.unit_en) == ('“苗圃” "a" \\ 数', "一\n二", "个")


def test_it_is_tried_without_anything_being_kept(tree, ledger):
    ledger.write(Movement("t.flow", "a", tree.township.pk, date(2025, 1, 5), 300))
    trial = tried(COVERAGE, tree.county, date(2025, 3, 9), indicators())
    assert (trial.own.value, [(child.short, figure.value) for child, figure in trial.below]) == (
        50,
        [("龙城镇", 100), ("头道镇", 0)],
    )
    assert not Declaration.objects.exists()


def test_the_same_computation_and_a_like_title_are_pointed_out(ledger):
    known = indicators()
    same = checked(Draft(title="x", shape="count", fact="t.stock", tag="a", unit="个").text("x"), "x")
    assert [(like.indicator.key, like.same) for like in alike(same, known)] == [("homes", True)]


def test_made_indicators_survive_a_rebuild_of_everything(declare, tree, ledger):
    made = declare()
    actions.rebuild(now=timezone.now(), by=None)
    assert made.key in indicators()
    assert not is_stale()


def test_how_it_is_computed_is_said_in_both_languages(ledger):
    made = checked(COVERAGE.text("x"), "x")
    assert made.summary == "“t.flow：a”至少有 3 的乡镇占全部乡镇的比例。"
    assert made.summary_en == "Share of townships with at least 3 of “t.flow：a”."

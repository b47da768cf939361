"""`sangzi plan examples` and `sangzi plan replay`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sangzi.cli import main
from sangzi.plans import actions
from sangzi.plans.models import Plan

TEXT = "2024年工作要点\n一、建设\n建设不少于30个社区苗圃。全年举办不少于12场护林课。\n"


@pytest.fixture
def plan(tree):
    """A plan of which one commitment was confirmed and another corrected."""
    added = actions.add_plan(unit=tree.province, title="要点", text=TEXT, year=2024, by=None)
    plan = actions.read_plan(plan=added.plan, by=None)
    nurseries, talks = plan.commitments.order_by("start")
    actions.confirm(commitment=nurseries, by=None)
    actions.correct_commitment(commitment=talks, fields={"measure": "节"}, by=None)
    return plan


def run(*words):
    return CliRunner().invoke(main, ["plan", *words])


def test_the_database_is_replayed_plan_by_plan(plan):
    done = run("replay")
    assert done.exit_code == 0
    assert "要点：2 个例子，读到 2 个，各项全对 1 个" in done.output
    assert "计量单位 1/2" in done.output


@pytest.mark.parametrize(("least", "code"), [("0.5", 0), ("0.51", 1)])
def test_too_small_a_share_is_a_failure(plan, least, code):
    assert run("replay", "--fail-under", least).exit_code == code


def test_examples_are_written_and_replayed_without_their_plans(plan, tmp_path):
    file = tmp_path / "examples.jsonl"
    assert "写入 2 个例子" in run("examples", "--out", str(file)).output
    Plan.objects.update(text="别的文字")
    told = json.loads(run("replay", str(file), "--json").output)
    assert (told["examples"], told["strict"], told["regressions"]) == (2, 1, [])


def test_a_regression_names_the_sentence_and_what_is_wrong(plan, tmp_path):
    file = tmp_path / "examples.jsonl"
    run("examples", "--out", str(file))
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    lines[0] |= {"unit": "座", "as_read": lines[0]["as_read"] | {"unit": "座"}}
    file.write_text("\n".join(json.dumps(line) for line in lines))
    told = run("replay", str(file)).output
    assert "退步（0.1.0 版读对过）：建设不少于30个社区苗圃（计量单位）" in told


def test_where_nothing_was_decided_that_is_said(db):
    done = run("replay", "--fail-under", "1")
    assert "还没有例子" in done.output
    assert done.exit_code == 0


def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path):
    file = tmp_path / "examples.jsonl"
    file.write_text("[")
    done = run("replay", str(file))
    assert (done.exit_code, "不是 JSON" in done.output) == (2, True)

"""`sangzi figures` and what `sangzi units import` says of them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sangzi.cli import main
from sangzi.units.models import Unit

pytestmark = pytest.mark.django_db


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def imported(tree, tmp_path):
    """One more township under the first county, since March 2024."""
    table = tmp_path / "more.csv"
    table.write_text(f"代码,名称,上级代码,级别,成立日期\n990001,新镇,{tree.county.code},乡镇,2024-03-01\n", "utf-8")
    return run("units", "import", table)


def test_an_import_says_that_figures_follow(imported):
    assert imported.exit_code == 0, imported.output
    assert "导入1个单位" in imported.output
    assert "数据要按新的单位树重算" in imported.output


def test_nothing_is_verified_before_totals_follow_the_tree(imported):
    told = run("figures", "verify")
    assert (told.exit_code, "请先运行 sangzi figures rebuild" in told.output) == (2, True)


def test_what_is_computed_anew_is_verified_without_moving_the_cursor(imported):
    assert run("figures", "rebuild").exit_code == 0
    told = run("figures", "verify")
    assert (told.exit_code, "\r" in told.output) == (0, False)
    assert "逐条累加与整体重算完全一致" in told.output


def test_amounts_are_in_the_indicators_own_unit(imported, tree):
    run("figures", "rebuild")
    told = run("figures", "--unit", tree.county.code, "--indicator", "youth-home-coverage", "--json")
    townships = Unit.objects.filter(path__startswith=tree.county.path, level=4, official=True).count()
    assert (json.loads(told.output)["denominator"], townships) == (townships, townships)


def test_a_day_before_the_unit_was_founded_is_refused(imported):
    told = run("figures", "--unit", "990001", "--as-of", "2024-02-29")
    assert (told.exit_code, "新镇成立于2024年3月1日，2024年2月29日时还没有数据" in told.output) == (2, True)


def test_the_nearest_indicators_are_named(tree):
    told = run("figures", "--unit", tree.county.code, "--indicator", "hope-room")
    assert (told.exit_code, "相近的有：hope-rooms" in told.output) == (2, True)


def test_a_day_that_has_not_come_is_refused(tree):
    told = run("figures", "--unit", tree.county.code, "--as-of", "2099-01-01")
    assert (told.exit_code, "还没有到" in told.output) == (2, True)

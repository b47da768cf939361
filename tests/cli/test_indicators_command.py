"""`sangzi indicators` writes what was made at the desk as files that can be read back."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.utils import timezone

from sangzi.cli import main
from sangzi.kernel.definitions import read
from sangzi.scoreboard.actions import declare_indicator
from sangzi.scoreboard.definition import Indicator
from sangzi.scoreboard.drafts import Draft

DRAFT = Draft(
    title="有两个青年之家的乡镇", shape="coverage", fact="places.open", tag="youth-home", over="township", at_least=2
)


def run(*arguments: object):
    return CliRunner().invoke(main, ["indicators", *map(str, arguments)])


@pytest.fixture
def made(tree):
    return declare_indicator(unit=tree.province, draft=DRAFT, commitment=None, now=timezone.now(), by=None)


def test_each_is_written_as_a_file_that_reads_the_same(made, tmp_path):
    assert run("export", "--to", tmp_path / "indicators").exit_code == 0
    assert read(tmp_path / "indicators" / f"{made.key}.toml", Indicator) == made


def test_they_are_listed_with_unit_and_version(made):
    assert f"{made.key}  第 1 版  吉林省  {made.title}" in run("list", "--unit", "220000").output


def test_another_provinces_are_left_out(made):
    told = run("list", "--unit", "440000")
    assert (told.exit_code, "没有在工作台上建立的指标" in told.output) == (2, True)

"""`sangzi programme suggest`: whom a need finds, as the staff of a unit would read it."""

from __future__ import annotations

import json

from click.testing import CliRunner

from sangzi.cli import main
from tests.web.rounds.test_suggestions import expert, need  # noqa: F401  (fixtures)


def run(*arguments):
    return CliRunner().invoke(main, ["programme", "suggest", *map(str, arguments)])


def test_who_fits_is_named_masked_with_the_reason(need, expert):  # noqa: F811
    result = run(need.pk, "--unit", need.unit.code)
    assert result.exit_code == 0
    assert ("甄*家" in result.output, "擅长：" in result.output) == (True, True)
    assert expert.name not in result.output


def test_programs_read_one_object_a_line(need, expert):  # noqa: F811
    (line,) = run(need.pk, "--unit", need.unit.code, "--json").output.splitlines()
    assert json.loads(line)["register"] == "experts"


def test_nobody_is_said_in_words(need):  # noqa: F811
    assert "没有找到" in run(need.pk, "--unit", need.unit.code).output


def test_the_unit_of_the_round_is_named_where_it_finds_more(tree, need, expert):  # noqa: F811
    need.unit = tree.other_township
    need.save(update_fields=["unit"])
    output = run(need.pk, "--unit", f"u{tree.other_township.pk}").output
    assert ("主办单位吉林找到1位" in output, "甄*家" in output) == (True, False)


def test_a_unit_that_does_not_see_the_opening_is_told_nothing(tree, need, expert):  # noqa: F811
    result = run(need.pk, "--unit", tree.other_county.code)
    assert result.exit_code != 0
    assert "甄" not in result.output

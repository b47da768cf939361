"""`sangzi programme`: what it says of good files, bad files and the scope; docs/programmes.md shows what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sangzi.cli import main
from sangzi.programmes.definitions import programmes
from sangzi.programmes.models import Round
from tests.house.source import ROOT
from tests.programmes.made_rounds import declared, first_come, opening_in, round_of

EXAMPLE = ROOT / "examples" / "programmes" / "repair-mornings.toml"
DOCS = (ROOT / "docs" / "programmes.md").read_text("utf-8")


@pytest.fixture
def spoiled(tmp_path):
    """The example with the three mistakes that the docs tell of."""
    text = EXAMPLE.read_text("utf-8").replace("{quantity}", "{quantiti}").replace('key = "tools"', 'key = "repairs"')
    file: Path = tmp_path / EXAMPLE.name
    file.write_text(text.replace("by_hand = false", 'listed_in = "volunters"\nby_hand = false'), "utf-8")
    return file


def run(*arguments):
    return CliRunner().invoke(main, ["programme", *map(str, arguments)])


def shown_in_docs():
    """The blocks of text that the page shows, as lines without their indent."""
    blocks = re.findall(r"```text\n(.*?)```", DOCS, re.DOTALL)
    return [[line.strip() for line in block.splitlines() if line.strip()] for block in blocks]


def test_a_good_file_is_said_to_be_good():
    result = run("check", EXAMPLE)
    assert result.exit_code == 0
    assert "可以用。“修修补补早市”，7个步骤，2类纪实" in result.output


def test_all_that_is_wrong_is_told_as_the_docs_say(spoiled):
    result = run("check", spoiled)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == shown_in_docs()[0]


def test_a_file_of_the_wrong_shape_is_told_with_what_was_meant(tmp_path):
    file = tmp_path / EXAMPLE.name
    file.write_text(EXAMPLE.read_text("utf-8").replace("steward =", "stewart ="), "utf-8")
    result = run("check", file)
    assert result.exit_code == 1
    assert "stewart：没有这一项；是不是“steward”？" in result.stderr


@pytest.mark.django_db
def test_a_file_is_tried_as_the_docs_say():
    output = run("try", EXAMPLE).output
    wanted = [re.sub(r"^\d{4}-\d\d-\d\d\s+", "", line) for line in shown_in_docs()[1] if line != "…"]
    told = re.sub(r" +", " ", re.sub(r"，用时\d+毫秒", "", output))
    assert [line for line in wanted if re.sub(r" +", " ", line) not in told] == []
    assert not Round.objects.exists()


@pytest.mark.django_db
def test_a_declared_programme_is_tried_by_its_key():
    assert "证书" in run("try", "volunteering").output


def test_what_cannot_be_lived_is_not_tried(spoiled):
    result = run("try", spoiled)
    assert result.exit_code == 1
    assert "是不是“quantity”" in result.stderr


def test_coverage_leaves_nothing_over():
    result = run("coverage")
    assert result.exit_code == 0
    assert "0项没有着落" in result.output
    assert run("coverage", "--missing").output.count("\n") == 1


def test_the_example_is_no_shipped_programme():
    assert EXAMPLE.stem not in programmes()


@pytest.mark.django_db
def test_seats_that_agree_are_said_to_agree():
    result = run("verify")
    assert (result.exit_code, result.output.strip()) == (0, "名额、录取、报名和候补都对得上。")


def test_a_seat_that_nobody_has_is_told(tree):
    round_ = round_of(declared(first_come()), tree.province)
    opening = opening_in(round_, tree.county, taken=1)
    result = run("verify")
    assert (result.exit_code, f"opening:{opening.pk}: 占用数为1，实际有0个" in result.output) == (1, True)


def test_a_file_of_ones_own_has_a_reference_page():
    said = run("page", EXAMPLE)
    assert said.exit_code == 0
    assert said.output.startswith("# ")
    assert {"## Steps", "## Records"} <= set(said.output.splitlines())


def test_a_declared_programme_has_the_page_of_the_docs():
    shown = (ROOT / "docs" / "reference" / "programmes" / "wishes.md").read_text("utf-8")
    assert shown.startswith(run("page", "wishes").output.strip())

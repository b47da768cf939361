"""`sangzi allot --why` and `--what-if`: a sentence for each question, and for each that makes no sense."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sangzi.cli import main
from sangzi.engines.matching.instance import write
from tests.engines.matching.test_certificate import seat
from tests.engines.matching.test_reasons import three


@pytest.fixture
def contested(tmp_path):
    """Two applicants, worth 5 and 7 at one seat."""
    write(tmp_path / "seat.npz", seat())
    return tmp_path / "seat.npz"


@pytest.fixture
def ranked(tmp_path):
    """Three who all wish for one seat."""
    write(tmp_path / "three.npz", three())
    return tmp_path / "three.npz"


def asked(file, *options):
    told = CliRunner().invoke(main, ["allot", str(file), *options])
    assert told.exit_code == 0, told.output
    return told.stdout.splitlines()


def refused(file, *options):
    told = CliRunner().invoke(main, ["allot", str(file), *options])
    assert told.exit_code == 2
    return told.stderr


def test_why_is_answered_by_the_prices(contested):
    *_figures, why, got = asked(contested, "--why", "0:0", "--why", "1:0")
    assert why == "把岗位 0 给申请人 0，总分至少减少 2。主要因为：岗位 0 最多 1 人。"
    assert got == "申请人 1 得到的就是岗位 0。"


def test_why_is_answered_by_the_claims(ranked):
    lines = asked(ranked, "--method", "stable", "--why", "1:0", "--why", "2:1", "--why", "0:1")
    assert lines[-3] == "岗位 0 有 1 个名额，其中 1 个给了排在前面的人；最后一位的优先分是 80，申请人 1 是 75。"
    assert lines[-1] == "申请人 0 得到的岗位，排在岗位 1 前面。"


def test_what_if_says_what_it_comes_to_and_how_many_move(contested):
    lines = asked(
        contested, "--what-if", "opening-most:0=2", "--what-if", "unit-most:0=0", "--what-if", "unit-least:0=1"
    )
    assert lines[-3:] == [
        "若岗位 0 最多 2 人（现为 1），总分 12，增加 5，1 人的结果不同。",
        "若单位 0 及其下级最多 0 人（现为 9），总分 0，减少 7，1 人的结果不同。",
        "若单位 0 及其下级至少 1 人（现为 0），总分仍是 7，0 人的结果不同。",
    ]


def test_a_floor_is_asked_about_as_a_share(tmp_path):
    write(tmp_path / "floor.npz", seat(grass_unit_mask=[True], grass_floor=0.5))
    assert asked(tmp_path / "floor.npz", "--what-if", "floor=0.75")[-1].startswith("若grass_floor 为 0.75（现为 0.5）")


def test_answers_stand_in_the_json(contested):
    told = json.loads(asked(contested, "--json", "--why", "1:0", "--what-if", "opening-most:0=2")[0])
    assert (len(told["why"]), len(told["what_if"]), told["gap"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--why", "first"], "12:40"),
        (["--why", "2:0"], "没有申请人 2"),
        (["--why", "0:9"], "没有岗位 9"),
        (["--what-if", "unit=3"], "unit-most:3=40"),
        (["--what-if", "unit-most:5=3"], "没有单位 5"),
        (["--what-if", "opening-least:0=2"], "下限不超过上限"),
        (["--what-if", "floor=0.5"], "比例在 0 到 1 之间"),
        (["--what-if", "unit-least:0=3"], "无法满足"),
        (["--method", "first-come", "--what-if", "unit-most:0=3"], "只有 optimal"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_a_sentence(contested, options, words):
    assert words in refused(contested, *options)

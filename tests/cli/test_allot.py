"""`sangzi allot`: what it prints, what it writes, and the sentence for everything it cannot use."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.allotment import peer_ortools, referee
from benchmarks.allotment.shapes import build
from sangzi.cli import main
from sangzi.engines.matching import objections, refusals
from sangzi.engines.matching.certificate import certificate_of, verify
from sangzi.engines.matching.instance import named, read, write
from sangzi.programmes.placing import sentences
from tests.engines.matching.small import crossing

FIGURES = {"objective", "bound", "gap", "placed", "seconds"}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A small county's placement problem."""
    path = tmp_path_factory.mktemp("allot") / "county.npz"
    write(path, build("geographic", "XS", quotas=True))
    return path


def run(*arguments: object):
    return CliRunner().invoke(main, ["allot", *(str(argument) for argument in arguments)])


def written(path):
    """The arrays of a result."""
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}


def rewritten(file, folder, **changed):
    """The problem with other arrays; None leaves one out."""
    arrays = {name: array for name, array in {**named(read(file)), **changed}.items() if array is not None}
    np.savez(folder / "other.npz", **arrays)
    return folder / "other.npz"


def wished(file, folder):
    """The problem with lots."""
    return rewritten(file, folder, lottery=np.arange(read(file).applicants)[::-1])


def test_the_best_placement_is_printed_written_and_proven(file, tmp_path):
    told = run(file, "--out", tmp_path / "got.npz")
    got = written(tmp_path / "got.npz")["assignment"]
    best = peer_ortools.solve(read(file)).objective
    lines = told.stdout.splitlines()
    assert lines[:4] == [f"总分 objective: {best}", f"上界 bound: {best}", "差距 gap: 0", "已安置 placed: 200"]
    assert (referee.worth(read(file), got), referee.faults(read(file), got)) == (best, [])


def test_a_program_gets_every_figure_as_json(file):
    assert set(json.loads(run(file, "--json").stdout)) == FIGURES


def test_the_prices_that_prove_it_are_written_beside_it(file, tmp_path):
    run(file, "--out", tmp_path / "got.npz")
    arrays = written(tmp_path / "got.npz")
    assert "leaf_split" not in arrays
    assert verify(read(file), arrays["assignment"], certificate_of(arrays)).optimal


def test_the_leaves_that_prove_a_floor_are_written_with_them(tmp_path):
    write(tmp_path / "floor.npz", crossing(3, 12, 4))
    told = run(tmp_path / "floor.npz", "--out", tmp_path / "got.npz", "--why", "0:0", "--what-if", "floor=0.5")
    arrays = written(tmp_path / "got.npz")
    assert (told.exit_code, "差距 gap: 0" in told.stdout.splitlines(), "leaf_split" in arrays) == (0, True, True)
    assert verify(read(tmp_path / "floor.npz"), arrays["assignment"], certificate_of(arrays)).optimal


def test_who_may_have_several_is_written_in_pairs(file, tmp_path):
    several = rewritten(file, tmp_path, applicant_capacity=np.full(200, 2))
    run(several, "--out", tmp_path / "got.npz")
    assert written(tmp_path / "got.npz")["assignment"].shape[1] == 2


def test_bounds_that_cannot_hold_together_are_named(tmp_path):
    write(tmp_path / "one-too-many.npz", build("infeasible", "XS", quotas=False))
    told = run(tmp_path / "one-too-many.npz")
    assert (told.exit_code, told.output.startswith("按申请人的意向无法满足：单位 ")) == (2, True), told.output


@pytest.mark.parametrize("method", ["stable", "lottery", "first-come"])
def test_every_method_keeps_what_bounds_from_above(file, tmp_path, method):
    told = run(wished(file, tmp_path), "--method", method, "--out", tmp_path / "got.npz")
    got = written(tmp_path / "got.npz")["assignment"]
    assert (told.exit_code, [fault for fault in referee.faults(read(file), got) if "below" not in fault]) == (0, [])


def test_the_stable_method_says_that_no_pair_blocks(file, tmp_path):
    told = json.loads(run(wished(file, tmp_path), "--method", "stable", "--json").stdout)
    assert (told["blocking"], "gap" in told) == (0, False)


def test_the_same_seed_draws_the_same_lots_and_another_seed_others(file, tmp_path):
    found = []
    for seed in ("2026-07-01", "2026-07-01", "2026-07-02"):
        run(file, "--method", "lottery", "--seed", seed, "--out", tmp_path / "got.npz")
        found.append(written(tmp_path / "got.npz")["assignment"].tolist())
    assert (found[0] == found[1], found[0] == found[2]) == (True, False)


def test_who_stands_first_comes_first(file, tmp_path):
    run(file, "--method", "first-come", "--out", tmp_path / "got.npz")
    got, problem = written(tmp_path / "got.npz")["assignment"], read(file)
    assert got[0] == next(opening for opening in problem.col if problem.capacity[opening] > 0)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"weight": np.arange(3)}, "没有叫 weight 的数组；请去掉它，或改用下列名称之一：indptr, "),
        ({"score": None}, "缺少数组 score；请补上，长度是每条边一个。"),
        ({"score": np.ones(7, int)}, "数组 score 有 7 个元素；应当是每条边一个，即 "),
        ({"capacity": np.ones(60)}, "数组 capacity 装的是小数；请改为整数。"),
        ({"col": np.full((2, 2), 1)}, "数组 col 有 2 个维度；请给一维数组。"),
        ({"opening_unit": np.full(60, 10**6)}, "opening_unit 的第 0 位是 1000000；应当在 0 到 "),
        ({"grass_floor": 0.7, "grass_unit_mask": None}, "有 grass_floor 而没有可计的单位；请补上 grass_unit_mask。"),
    ],
)
def test_an_array_that_cannot_be_used_is_told_in_chinese(file, tmp_path, changed, sentence):
    told = run(rewritten(file, tmp_path, **changed))
    assert (told.exit_code, told.output.startswith(sentence)) == (2, True), told.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.npz"], "“nowhere.npz”读不了；请检查路径和权限。"),
        ([__file__], "“test_allot.py”不是由 NumPy 数组组成的 .npz 文件；请用 numpy.savez 写出。"),
        (["nowhere.npz", "--out", "nowhere/got.npz"], "“got.npz”写不进去；请检查 --out 的文件夹和权限。"),
        (["nowhere.npz", "--method", "best"], "--method 的值用不了：只能是 optimal、stable、lottery、first-come"),
    ],
)
def test_a_call_that_cannot_be_answered_is_told_in_chinese(arguments, sentence):
    told = run(*arguments)
    assert (told.exit_code, told.output.startswith(sentence)) == (2, True), told.output


def tighter(file, folder, got):
    """The problem in which everything is worth the same, and the fullest opening takes one fewer than it did."""
    problem = read(file)
    held = np.bincount(got[got >= 0], minlength=problem.openings)
    capacity = problem.capacity.copy()
    capacity[held.argmax()] = held.max() - 1
    return rewritten(file, folder, score=np.full(problem.edges, 7), capacity=capacity)


def test_of_equally_good_placements_one_is_given_that_moves_the_fewest(file, tmp_path):
    equal = rewritten(file, tmp_path, score=np.full(read(file).edges, 7))
    run(equal, "--out", tmp_path / "before.npz")
    before = written(tmp_path / "before.npz")["assignment"]
    less = tighter(file, tmp_path, before)
    told = json.loads(run(less, "--stay", tmp_path / "before.npz", "--out", tmp_path / "after.npz", "--json").stdout)
    after = written(tmp_path / "after.npz")["assignment"]
    assert (told["objective"], told["gap"]) == (peer_ortools.solve(read(less)).objective, 0)
    assert told["stay"] == told["stay_most"] == int((after == before).sum()) >= 198


def test_a_file_that_says_who_stays_comes_to_the_same_without_being_asked(file, tmp_path):
    run(file, "--out", tmp_path / "before.npz")
    problem, before = read(file), written(tmp_path / "before.npz")["assignment"]
    had = before[np.repeat(np.arange(problem.applicants), np.diff(problem.indptr))]
    marked = rewritten(file, tmp_path, stay=np.where(had == problem.col, 1, np.where(had == -1, -1, 0)))
    told = run(marked, "--out", tmp_path / "after.npz").stdout.splitlines()
    assert told[4:6] == ["不动的 stay: 200", "最多能不动的 stay_most: 200"]
    assert written(tmp_path / "after.npz")["assignment"].tolist() == before.tolist()


def test_an_earlier_result_in_pairs_is_taken_for_who_may_have_several(file, tmp_path):
    several = rewritten(file, tmp_path, applicant_capacity=np.full(200, 2))
    run(several, "--out", tmp_path / "before.npz")
    told = json.loads(run(several, "--stay", tmp_path / "before.npz", "--json").stdout)
    assert told["stay"] == told["stay_most"] == told["placed"] == len(written(tmp_path / "before.npz")["assignment"])


@pytest.mark.parametrize(
    ("stored", "more", "sentence"),
    [
        ({"assignment": np.zeros(200, int)}, ["--method", "first-come"], "只有 optimal 能用 --stay；"),
        ({"assignment": np.zeros(199, int)}, [], "以前的结果是 199 名申请人的，而这里有 200 名；"),
        ({"assignment": np.full(200, 60)}, [], "以前的结果里有这里没有的岗位；岗位应当从 0 到 59，"),
        ({"assignment": np.zeros(200)}, [], "“before.npz”不是 sangzi allot 写出的结果；"),
        ({"placed": np.zeros(200, int)}, [], "“before.npz”不是 sangzi allot 写出的结果；"),
    ],
)
def test_an_earlier_result_that_cannot_be_used_is_told_in_chinese(file, tmp_path, stored, more, sentence):
    np.savez(tmp_path / "before.npz", **stored)
    told = run(file, "--stay", tmp_path / "before.npz", *more)
    assert (told.exit_code, told.output.startswith(sentence)) == (2, True), told.output


@pytest.mark.parametrize(
    ("name", "sentence"), [("nowhere.npz", "“nowhere.npz”读不了；"), (__file__, "不是 sangzi allot")]
)
def test_an_earlier_result_that_is_no_file_of_arrays_is_refused(file, name, sentence):
    told = run(file, "--stay", name)
    assert (told.exit_code, sentence in told.output) == (2, True), told.output


def test_lots_are_asked_for_where_nobody_gave_any(file):
    told = run(file, "--method", "stable")
    assert (told.exit_code, "请补上数组 lottery，或用 --seed 抽签" in told.output) == (2, True)


ENGLISH = refusals.SENTENCES | objections.SENTENCES


@pytest.mark.parametrize("key", ENGLISH)
def test_every_refusal_of_an_engine_has_a_chinese_sentence_with_the_same_values(key):
    values = dict.fromkeys(re.findall(r"%\((\w+)\)", ENGLISH[key]), 7)
    told = sentences.unusable(key, values).sentence
    assert re.search("[一-鿿]", told)
    assert told.count("7") >= len(values)


def test_it_starts_without_django(file, tmp_path):
    typed = ["allot", str(wished(file, tmp_path)), "--method", "stable"]
    program = (
        "import sys; from sangzi.cli import main; main({!r}, standalone_mode=False); print('django' in sys.modules)"
    )
    environment = {**os.environ, "SANGZI_LANG": "zh-hans"}
    told = subprocess.run(
        [sys.executable, "-c", program.format(typed)], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "False"


def test_what_the_compiler_need_not_see_is_there_again_afterwards(file):
    run(file)
    assert all(sys.modules.get(name, "there") is not None for name in ("cffi", "scipy"))

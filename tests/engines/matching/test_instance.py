"""The instance of a placement problem: what is taken as it is, and the sentence for everything that is not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from sangzi.engines.matching.instance import (
    InstanceError,
    check,
    grass_openings,
    named,
    of,
    read,
    write,
)
from sangzi.engines.matching.shapes import SHAPES

SMALL = {
    "indptr": [0, 2, 3],
    "col": [0, 1, 1],
    "score": [5, -7, 4],
    "capacity": [1, 2],
    "opening_lower": [0, 1],
    "opening_unit": [1, 2],
    "unit_parent": [-1, 0, 1],
    "unit_lower": [0, 0, 1],
    "unit_upper": [9, 9, 9],
}
OPTIONAL = {
    "applicant_capacity": [1, 2],
    "grass_unit_mask": [False, False, True],
    "grass_floor": 0.5,
    "must_place": [True, False],
    "stay": [1, 0, -1],
    "preference": [1, 0, 0],
    "priority": [3, 4, 3],
    "lottery": [2, 1],
}


def refused(**changed):
    """The sentence for the small instance with these arrays instead."""
    with pytest.raises(InstanceError) as caught:
        of(SMALL | changed)
    return caught.value.sentence


def test_the_required_arrays_make_an_instance():
    instance = of(SMALL)
    assert (instance.applicants, instance.edges, instance.openings, instance.units) == (2, 3, 2, 3)


def test_what_is_written_is_read_again(tmp_path):
    write(tmp_path / "one.npz", of(SMALL | OPTIONAL))
    found = named(read(tmp_path / "one.npz"))
    assert {name: np.asarray(array).tolist() for name, array in found.items()} == SMALL | OPTIONAL


@pytest.mark.parametrize("width", [np.int8, np.uint16, np.int32, np.uint64])
def test_every_width_of_whole_numbers_is_taken(width):
    instance = of(SMALL | {"capacity": np.array([1, 2], width), "col": np.array([0, 1, 1], width)})
    assert (instance.capacity.dtype, instance.col.dtype) == (np.int64, np.int32)


def test_arrays_of_the_right_type_are_not_copied():
    capacity = np.array([1, 2])
    assert of(SMALL | {"capacity": capacity}).capacity is capacity


def test_nobody_and_no_opening_is_an_instance_too():
    empty = {name: [] for name in SMALL}
    tree = {name: SMALL[name][:1] for name in ("unit_parent", "unit_lower", "unit_upper")}
    assert of(empty | {"indptr": [0]} | tree).applicants == 0


def test_what_was_built_past_the_doors_is_checked_the_same_way():
    broken = of(SMALL)
    broken.capacity[1] = 0
    with pytest.raises(InstanceError, match="opening_lower at place 1 is 1, above the 0 of capacity"):
        check(broken)


@pytest.mark.parametrize("name", [name for name in SHAPES if not SHAPES[name].optional])
def test_a_missing_array_is_named_with_its_length(name):
    with pytest.raises(InstanceError, match=f"the array {name} is missing; add it, one for each .* long"):
        of({kept: array for kept, array in SMALL.items() if kept != name})


@pytest.mark.parametrize("name", list(SHAPES))
def test_an_array_of_a_wrong_length_is_told_how_long_it_is(name):
    longer = {"grass_floor": [0.5, 0.5]}.get(name) or [*(SMALL | OPTIONAL)[name], (SMALL | OPTIONAL)[name][-1]]
    if name in {"indptr", "col", "capacity", "unit_parent"}:  # they say how long the others are
        assert "; give it one for each " in refused(**OPTIONAL | {name: longer})
    else:
        assert refused(**{name: longer}).startswith(f"{name} has {len(longer)} entries; give it one ")


@pytest.mark.parametrize("name", list(SHAPES))
def test_an_array_of_words_is_told_what_it_must_hold(name):
    assert refused(**{name: np.full(3, "one")}).startswith(f"{name} holds <U3; give it as ")


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "grass_floor"])
def test_an_array_of_two_dimensions_is_told_to_have_one(name):
    wanted = SHAPES[name].dtype
    assert refused(**{name: np.zeros((2, 2), wanted)}) == f"{name} has 2 dimensions; give it one."


SENTENCES = {
    "unknown array": ({"weight": [1]}, "there is no array called weight; leave it out, or name it as one of: indptr,"),
    "decimals": ({"score": [0.5, 1, 1]}, "score holds decimals; give it as whole numbers."),
    "numbers for a mask": ({"must_place": [0, 1]}, "must_place holds whole numbers; give it as true or false."),
    "no indptr": ({"indptr": []}, "indptr is empty; give it the number of applicants plus one entries"),
    "no such mark": ({"stay": [0, 2, 0]}, "stay at place 1 is 2; keep it from -1 to 1."),
    "begins late": ({"indptr": [1, 2, 3]}, "indptr begins with 1; begin it with 0."),
    "falls": ({"indptr": [0, 4, 3]}, "indptr falls at place 2; let no entry be smaller"),
    "ends early": ({"indptr": [0, 1, 2]}, "indptr ends with 2; end it with 3, the length of col."),
    "no such opening": ({"col": [0, 2, 1]}, "col at place 1 is 2; keep it from 0 to 1."),
    "below 0": ({"col": [0, -1, 1]}, "col at place 1 is -1; keep it from 0 to 1."),
    "beyond 32 bits": ({"col": [0, 2**40, 1]}, "col at place 1 is 1099511627776; keep it from -2147483648"),
    "beyond 64 bits": ({"score": np.array([0, 0, 2**63], np.uint64)}, "score at place 2 is 9223372036854775808; keep"),
    "too high a score": ({"score": [0, 0, 10**9 + 1]}, "score at place 2 is 1000000001; keep it from -1000000000"),
    "an opening twice": ({"col": [1, 1, 1]}, "applicant 0 names opening 1 twice in col; keep one"),
    "no seats below 0": ({"capacity": [-1, 2]}, "capacity at place 0 is -1; keep it from 0"),
    "opening crossed": ({"opening_lower": [0, 3]}, "opening_lower at place 1 is 3, above the 2 of capacity; lower"),
    "no such unit": ({"opening_unit": [1, 3]}, "opening_unit at place 1 is 3; keep it from 0 to 2."),
    "no root": (
        {"unit_parent": [], "unit_lower": [], "unit_upper": []},
        "there is no unit; give at least the root, with unit_parent -1.",
    ),
    "root has a parent": ({"unit_parent": [0, 0, 1]}, "unit_parent begins with 0; begin it with -1, the root."),
    "two roots": (
        {"unit_parent": [-1, -1, 1]},
        "unit_parent at place 1 is -1; name a unit that stands before place 1.",
    ),
    "child first": (
        {"unit_parent": [-1, 2, 0]},
        "unit_parent at place 1 is 2; name a unit that stands before place 1.",
    ),
    "unit crossed": ({"unit_upper": [9, 9, 0]}, "unit_lower at place 2 is 1, above the 0 of unit_upper; lower the one"),
    "lower below 0": ({"unit_lower": [0, -1, 0]}, "unit_lower at place 1 is -1; keep it from 0"),
    "minus one opening": ({"applicant_capacity": [1, -1]}, "applicant_capacity at place 1 is -1; keep it from 0"),
    "floor above all": (
        {"grass_unit_mask": [True] * 3, "grass_floor": 70},
        "grass_floor is 70.0; give a share from 0 to 1.",
    ),
    "floor of nothing": ({"grass_floor": 0.7}, "grass_floor has no units to count; add grass_unit_mask."),
    "a rank twice": (
        {"preference": [1, 1, 0]},
        "preference ranks edge 0 of applicant 0 twice or not at all; name each",
    ),
    "a rank beyond": (
        {"preference": [1, 0, 1]},
        "preference ranks edge 0 of applicant 1 twice or not at all; name each",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_value_that_cannot_be_is_refused_with_its_place(case):
    changed, sentence = SENTENCES[case]
    assert refused(**changed).startswith(sentence)


def test_a_floor_that_is_no_number_is_refused():
    assert refused(grass_unit_mask=[True] * 3, grass_floor=float("nan")).startswith("grass_floor is nan")


def test_an_opening_named_twice_is_found_beyond_the_first_block_of_applicants():
    many = 70_000
    edges = {"indptr": np.arange(0, 2 * many + 1, 2), "col": np.tile([0, 1], many), "score": np.ones(2 * many, int)}
    edges["col"][-1] = 0
    assert refused(**edges) == "applicant 69999 names opening 0 twice in col; keep one of the two edges."


@pytest.mark.parametrize("stored", [b"", b"indptr,col\n0,1\n", b"PK\x03\x04 cut off"])
def test_a_file_of_something_else_is_refused(tmp_path, stored):
    (tmp_path / "odd.npz").write_bytes(stored)
    with pytest.raises(InstanceError, match=r"odd\.npz is no \.npz file of NumPy arrays; write it with numpy\.savez"):
        read(tmp_path / "odd.npz")


def test_one_array_without_a_name_is_refused(tmp_path):
    np.save(tmp_path / "one.npy", np.arange(3))
    with pytest.raises(InstanceError, match=r"one\.npy is no \.npz file"):
        read(tmp_path / "one.npy")


def test_objects_are_never_unpacked(tmp_path):
    np.savez(tmp_path / "odd.npz", **SMALL | {"score": np.array([object()])}, allow_pickle=True)
    with pytest.raises(InstanceError, match=r"odd\.npz is no \.npz file"):
        read(tmp_path / "odd.npz")


def test_the_floor_counts_the_whole_subtree_of_a_marked_unit():
    middle = of(SMALL | {"grass_unit_mask": [False, True, False]})
    assert grass_openings(middle).tolist() == [True, True]


def test_the_floor_does_not_count_what_stands_above_a_marked_unit():
    assert grass_openings(of(SMALL | OPTIONAL)).tolist() == [False, True]


def test_a_marked_root_counts_everything_and_no_mask_nothing():
    root = of(SMALL | {"grass_unit_mask": [True, False, False]})
    assert (grass_openings(root).all(), grass_openings(of(SMALL)).any()) == (True, False)


def test_seven_tenths_is_a_floor_of_exactly_seven_of_ten():
    half = of(SMALL | OPTIONAL | {"grass_floor": 0.7})
    assert half.floor == Fraction(7, 10)


def test_no_floor_is_a_floor_of_nothing():
    assert of(SMALL).floor == 0

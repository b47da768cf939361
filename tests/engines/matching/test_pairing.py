"""Pairing: against trying everything, and who stands in the way where it cannot be."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sangzi.engines.matching.objections import SENTENCES, MethodError
from sangzi.engines.matching.pairing import Partners, Possible, pairing

seeds, aims = st.integers(0, 10**6), st.sampled_from(["number", "fit"])


def problem(seed, *, most=3, must=0.3):
    """A few people on each side and up to nine possible pairs, some of which go on."""
    chance = np.random.default_rng(seed)
    a, b = chance.integers(1, 5, 2)
    both = chance.permutation(a * b)[: chance.integers(0, 10)]
    pairs = Possible(both // b, both % b, chance.integers(-3, 9, both.size), chance.random(both.size) < 0.3)
    return pairs, _side(chance, a, most, must), _side(chance, b, most, must)


def _side(chance, people, most, must):
    up_to = chance.integers(0, most + 1, people)
    least = np.minimum(up_to, chance.random(people) < must).astype(int)
    return Partners(least, up_to, chance.permutation(people))


def allowed(pairs, left, right, chosen):
    for side, people in ((left, pairs.left), (right, pairs.right)):
        count = np.bincount(people[list(chosen)], minlength=side.most.size)
        if (count < side.least).any() or (count > side.most).any():
            return False
    return True


def best(pairs, left, right, aim):
    """What the best choice comes to: kept, number (if that is the aim) and fit; None where nothing is allowed."""
    every = range(pairs.fit.size)
    sets = (chosen for size in range(len(every) + 1) for chosen in combinations(every, size))
    worth = [
        (int(pairs.goes_on[list(chosen)].sum()), len(chosen) * (aim == "number"), int(pairs.fit[list(chosen)].sum()))
        for chosen in sets
        if allowed(pairs, left, right, chosen)
    ]
    return max(worth, default=None)


@given(seeds, aims)
def test_it_is_the_best_of_all_choices(seed, aim):
    pairs, left, right = problem(seed)
    wanted = best(pairs, left, right, aim)
    if wanted is None:
        with pytest.raises(MethodError):
            pairing(pairs, left, right, aim=aim)
        return
    got = pairing(pairs, left, right, aim=aim)
    assert allowed(pairs, left, right, np.flatnonzero(got.chosen))
    assert (got.kept, got.number * (aim == "number"), got.fit) == wanted


@given(seeds)
def test_those_who_are_named_really_cannot_have_enough(seed):
    pairs, left, right = problem(seed, must=0.8)
    assume(best(pairs, left, right, "fit") is None)
    with pytest.raises(MethodError) as refusal:
        pairing(pairs, left, right)
    told = refusal.value.context
    one = told["side"] == "left"
    own, other, sides = (pairs.left, pairs.right, (left, right)) if one else (pairs.right, pairs.left, (right, left))
    assert sides[0].least[told["people"]].sum() == told["need"] > told["room"]
    assert told["room"] == _room(np.isin(own, told["people"]), other, sides[1].most)


def _room(here, other, most):
    """How many partners these pairs allow at most: each partner as many as they may, and as often as they are named."""
    return int(np.minimum(np.bincount(other[here], minlength=most.size), most).sum())


@given(seeds, aims)
def test_permuting_people_and_pairs_permutes_the_answer(seed, aim):
    pairs, left, right = problem(seed, must=0)
    chance = np.random.default_rng(seed)
    a, b, e = (chance.permutation(size) for size in (left.most.size, right.most.size, pairs.fit.size))
    moved = Possible(np.argsort(a)[pairs.left[e]], np.argsort(b)[pairs.right[e]], pairs.fit[e], pairs.goes_on[e])
    again = pairing(moved, Partners(*(of[a] for of in left)), Partners(*(of[b] for of in right)), aim=aim)
    assert again.chosen.tolist() == pairing(pairs, left, right, aim=aim).chosen[e].tolist()


def test_whoever_was_together_stays_together_though_another_fits_better():
    pairs = Possible(np.array([0, 0]), np.array([0, 1]), np.array([1, 9]), np.array([True, False]))
    one, two = Partners(*np.array([[0], [1], [1]])), Partners(*np.array([[0, 0], [1, 1], [1, 2]]))
    assert pairing(pairs, one, two).chosen.tolist() == [True, False]


def test_a_pair_that_fits_badly_is_made_for_the_number_and_not_for_the_fit():
    pairs = Possible(np.array([0]), np.array([0]), np.array([-1]), np.array([False]))
    one = Partners(*np.array([[0], [1], [1]]))
    assert (pairing(pairs, one, one).number, pairing(pairs, one, one, aim="fit").number) == (1, 0)


def test_two_graduates_cannot_have_the_same_cadre_for_themselves():
    pairs = Possible(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([1, 1, 1]), np.zeros(3, bool))
    graduates, cadres = Partners(*np.array([[1, 1], [1, 1], [7, 8]])), Partners(*np.array([[0, 0], [1, 0], [1, 2]]))
    with pytest.raises(MethodError, match=r"on the left, \[0, 1\] must have 2 partners together.*allow 1"):
        pairing(pairs, graduates, cadres)


def one_pair(**change):
    """One possible pair, to be spoilt."""
    parts = {"left": [0], "right": [0], "fit": [1], "goes_on": [False], "least": [0], "most": [1], "ids": [1]} | change
    told = {name: np.array(value) for name, value in parts.items()}
    side = Partners(told["least"], told["most"], told["ids"])
    return Possible(told["left"], told["right"], told["fit"], told["goes_on"]), side, side


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"least": [2]}, "partners"),
        ({"left": [1]}, "not-there"),
        ({"least": [0, 0], "most": [1, 1], "ids": [1, 1]}, "ids"),
        ({"left": [0, 0], "right": [0, 0], "fit": [1, 1], "goes_on": [False, False]}, "pair-twice"),
        ({"fit": [2**60]}, "fits-high"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(change, key):
    with pytest.raises(MethodError) as refusal:
        pairing(*one_pair(**change))
    assert (refusal.value.key, refusal.value.sentence) == (key, SENTENCES[key] % refusal.value.context)

"""Candidate edges: the best of all where all are looked at, and nothing weighs that is not named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.matching.candidates import Criteria, Wishes, best_openings
from sangzi.engines.matching.objections import SENTENCES, MethodError
from sangzi.engines.matching.skills import bags, rarer_first

from .small import drawn

WORDS = np.array(["电商运营", "短视频", "直播带货", "农技推广", "医疗护理", "data", "law"])
CRITERIA = Criteria(
    home="home",
    unit="unit",
    near=(900, 400, 100),
    have="skills",
    want="skills",
    alike=512,
    holds="holds",
    needs="needs",
    free=("since", "until"),
    days=("begins", "ends"),
    wishes="wishes",
    wished=(300, 200),
    person_points="merit",
    opening_points="urgency",
)
seeds = st.integers(0, 10**6)


def columns(seed):
    """People, openings and the tree, with columns that the criteria do not name."""
    chance, instance = np.random.default_rng(seed), drawn(seed, most=10)
    n, m, u = instance.applicants, instance.openings, instance.units
    people = {
        "home": chance.integers(0, u, n),
        "skills": bags([" ".join(chance.choice(WORDS, 2)) for _one in range(n)], terms=64),
        "holds": chance.integers(0, 8, n) | chance.integers(0, 8, n),
        "since": chance.integers(0, 5, n),
        "until": chance.integers(8, 12, n),
        "wishes": Wishes(instance.indptr, instance.col),
        "merit": chance.integers(0, 9, n),
        "gender": chance.integers(0, 2, n),
        "age": chance.integers(18, 60, n),
    }
    openings = {
        "unit": instance.opening_unit,
        "skills": bags([str(chance.choice(WORDS)) for _one in range(m)], terms=64),
        "needs": chance.integers(0, 8, m) & chance.integers(0, 8, m),
        "begins": chance.integers(3, 6, m),
        "ends": chance.integers(7, 10, m),
        "urgency": chance.integers(0, 9, m),
        "employer": chance.integers(0, 9, m),
    }
    return people, openings, instance.unit_parent


def points(people, openings, parent, one, opening):
    """What a pair is worth by the words of the criteria, or None where it does not suit."""
    free = people["since"][one] <= openings["begins"][opening] and openings["ends"][opening] <= people["until"][one]
    if openings["needs"][opening] & ~people["holds"][one] or not free:
        return None
    steps, above, home = 0, chain(parent, openings["unit"][opening]), people["home"][one]
    while home not in above:
        home, steps = parent[home], steps + 1
    wishes = people["wishes"].opening[people["wishes"].indptr[one] : people["wishes"].indptr[one + 1]].tolist()
    wish = wishes.index(opening) if opening in wishes else 99
    near = [*CRITERIA.near, *[0] * 9][steps] + ([*CRITERIA.wished, *[0] * 9][wish] if wish < 9 else 0)
    cosine = dense(people["skills"], one) @ dense(openings["skills"], opening)
    return near + people["merit"][one] + openings["urgency"][opening] + round(CRITERIA.alike * float(cosine))


def chain(parent, unit):
    found = []
    while unit >= 0:
        found.append(unit)
        unit = parent[unit]
    return found


def dense(rows, row):
    vector = np.zeros(rows.terms)
    here = slice(rows.indptr[row], rows.indptr[row + 1])
    vector[rows.term[here]] = rows.weight[here]
    return vector


def told(edges):
    """The edges of each person as lists of (points, opening)."""
    pairs = list(zip(edges.score.tolist(), edges.col.tolist(), strict=True))
    return [pairs[begin:end] for begin, end in zip(edges.indptr, edges.indptr[1:], strict=False)]


@given(seeds, st.integers(1, 6))
def test_with_everything_looked_at_it_is_the_best_of_all(seed, most):
    people, openings, parent = columns(seed)
    edges = best_openings(people, openings, parent, CRITERIA, most=most, pool=50)
    for one, row in enumerate(told(edges)):
        worth = [points(people, openings, parent, one, opening) for opening in range(len(openings["unit"]))]
        best = sorted(((-value, opening) for opening, value in enumerate(worth) if value is not None))[:most]
        assert row == [(-value, opening) for value, opening in best]


@given(seeds, st.integers(1, 3))
def test_with_a_small_pool_each_edge_is_worth_what_it_says(seed, pool):
    people, openings, parent = columns(seed)
    for one, row in enumerate(told(best_openings(people, openings, parent, CRITERIA, pool=pool))):
        assert row == sorted(row, key=lambda pair: (-pair[0], pair[1]))
        assert all(points(people, openings, parent, one, opening) == worth for worth, opening in row)


@given(seeds)
def test_what_is_wished_for_is_looked_at_wherever_it_is(seed):
    people, openings, parent = columns(seed)
    edges = best_openings(people, openings, parent, CRITERIA, pool=1)
    for one, row in enumerate(told(edges)):
        wishes = people["wishes"].opening[people["wishes"].indptr[one] : people["wishes"].indptr[one + 1]]
        suit = {int(name) for name in wishes if points(people, openings, parent, one, name) is not None}
        assert suit <= {opening for _worth, opening in row}


@given(seeds)
def test_no_column_that_is_not_named_weighs_anything(seed):
    people, openings, parent = columns(seed)
    chance = np.random.default_rng(seed)
    shuffled = people | {name: chance.permutation(people[name]) for name in ("gender", "age")}
    others = openings | {"employer": chance.permutation(openings["employer"])}
    before = told(best_openings(people, openings, parent, CRITERIA))
    assert told(best_openings(shuffled, others, parent, CRITERIA)) == before


class OnlyNamed(dict):
    """Columns that remember which of them were read."""

    def __init__(self, *args):
        super().__init__(*args)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


def test_only_named_columns_are_read():
    people, openings, parent = columns(4)
    people, openings = OnlyNamed(people), OnlyNamed(openings)
    best_openings(people, openings, parent, replace(CRITERIA, person_points="", have="", alike=0))
    assert people.read == {"home", "holds", "since", "until", "wishes"}
    assert openings.read == {"unit", "skills", "needs", "begins", "ends", "urgency"}


def test_a_named_column_weighs_what_the_criteria_say():
    people, openings = {"home": [1], "merit": [7]}, {"unit": [1, 2]}
    criteria = Criteria(home="home", unit="unit", near=(700, 100))
    assert told(best_openings(people, openings, np.array([-1, 0, 0]), criteria)) == [[(700, 0), (100, 1)]]
    more = replace(criteria, person_points="merit")
    assert told(best_openings(people, openings, np.array([-1, 0, 0]), more)) == [[(707, 0), (107, 1)]]


@given(seeds)
def test_permuting_people_permutes_their_edges(seed):
    people, openings, parent = columns(seed)
    people = {name: people[name] for name in ("home", "holds", "merit")}
    criteria = Criteria(home="home", unit="unit", near=(9, 4), holds="holds", needs="needs", person_points="merit")
    order = np.random.default_rng(seed).permutation(len(people["home"]))
    before = told(best_openings(people, openings, parent, criteria))
    after = told(best_openings({name: kept[order] for name, kept in people.items()}, openings, parent, criteria))
    assert after == [before[one] for one in order]


def test_a_rare_term_weighs_more_than_one_that_everybody_has():
    all_of_them = bags(["直播", "直播", "直播 农技"])
    rare = rarer_first(bags(["直播 农技"]), all_of_them)
    common, seldom = (int(bags([word]).term[0]) for word in ("直播", "农技"))
    weight = dict(zip(rare.term.tolist(), rare.weight.tolist(), strict=True))
    assert weight[seldom] > weight[common]


@given(st.lists(st.text(alphabet="直播电商 ab,。\n", max_size=12), max_size=8))
def test_the_terms_of_many_texts_are_those_of_each_alone(texts):
    together = bags(texts)
    for row, text in enumerate(texts):
        assert np.array_equal(dense(together, row), dense(bags([text]), 0))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"home": [5]}, "not-there"),
        ({"merit": [1, 2]}, "column-length"),
        ({"wishes": Wishes(np.array([0, 1]), np.array([4]))}, "not-there"),
    ],
)
def test_columns_that_do_not_fit_are_refused(change, key):
    people = {"home": [1], "merit": [1], "wishes": Wishes(np.array([0, 0]), np.array([], np.int64))} | change
    criteria = Criteria(home="home", unit="unit", person_points="merit", wishes="wishes")
    with pytest.raises(MethodError) as refusal:
        best_openings(people, {"unit": [0, 1]}, np.array([-1, 0]), criteria)
    assert refusal.value.sentence == SENTENCES[key] % refusal.value.context


def test_a_column_that_is_named_must_be_there():
    with pytest.raises(MethodError, match="no column called merit"):
        best_openings(
            {"home": [0]}, {"unit": [0]}, np.array([-1]), Criteria(home="home", unit="unit", person_points="merit")
        )

"""Rows in lines of memory are read eight edges at a time, and say what one edge after the other says."""

from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from sangzi.engines.matching.kernels.bare import bare
from sangzi.engines.matching.kernels.lines import LINE, NEVER, SPOT, fill, opening_of, starts, two_best, worth_at

OPENINGS = 30
openings = st.lists(st.integers(0, OPENINGS - 1), unique=True, max_size=OPENINGS)
people = st.lists(openings, min_size=1, max_size=5)
few_points = st.integers(-3, 3)  # equal ones are frequent
many_points = st.integers(-(2**22), 2**22)


@njit
def read(edge, start, price, one):
    lines, cost, begin, end = bare(edge), bare(price), int(start[one]), int(start[one + 1])
    first, second = two_best(lines, cost, begin, end)
    worth = np.array([worth_at(lines, cost, begin, end, opening) for opening in range(OPENINGS)])
    return first, second, opening_of(lines, end, first) if first > NEVER else -1, worth


@given(people, st.data())
def test_the_two_best_are_those_of_a_plain_loop(rows, data):
    points = data.draw(st.sampled_from([few_points, many_points]))
    score = [data.draw(st.lists(points, min_size=len(row), max_size=len(row))) for row in rows]
    price = np.array(data.draw(st.lists(points, min_size=OPENINGS, max_size=OPENINGS)), np.int32)
    order = np.array(data.draw(st.permutations(range(len(rows)))), np.int32)
    edge, start = laid(rows, score, order)
    for place, one in enumerate(order):
        first, second, opening, worth = read(edge, start, price, place)
        value = {there: points - int(price[there]) for there, points in zip(rows[one], score[one], strict=True)}
        ranked = sorted(value.values(), reverse=True)
        assert [key >> SPOT for key in (first, second)[: len(value)]] == ranked[:2]
        assert opening == next((there for there in rows[one] if value[there] == ranked[0]), -1)  # the first of equals
        assert all(worth[there] == value[there] for there in value)
        assert all(worth[there] < -(2**31) + 2**23 for there in set(range(OPENINGS)) - set(value))


def laid(rows, score, order):
    indptr = np.cumsum([0, *map(len, rows)])
    col, points = np.fromiter(chain(*rows), np.int32), np.fromiter(chain(*score), np.int64)
    start = starts(indptr, order)
    edge = np.empty((int(start[-1]), LINE), np.int32)
    fill(indptr, col, points, order, 1, 0, start, edge)
    return edge, start

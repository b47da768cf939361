"""Edges in lines of memory: eight openings and their eight scores in each, which a processor reads all at once.

An applicant's edges fill one line after the other; what is left of the last one are edges to the first opening that are
worth less than anything else. What is said in `llvmlite`'s words here is this loop, eight edges at a time:

    for k in range(begin, end):
        key = (score[k] - cost[opening[k]]) * 2**SPOT + (end - k)
        second = max(second, min(first, key))
        first = max(first, key)
"""

# ruff: noqa: PLR0917  (compiled)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from .bare import Numbers, bare, soon

WIDE = 8
"""Edges in a line."""
LINE = 2 * WIDE
"""Numbers of 32 bits in it."""
NEVER = -(2**62)
SPOT = 24
"""Bits of a key that say which edge of a row it is of; the others say what that is worth."""
SPOTS = (1 << SPOT) - 1
WORTHLESS = NEVER >> SPOT
NOTHING = -(2**31)
"""The score of what is not an edge."""
AHEAD = 8
"""How many rows ahead what is read out of turn is fetched from memory."""


@njit(cache=True)
def starts(indptr: NDArray[np.int64], order: NDArray[np.int32]) -> NDArray[np.int64]:
    """(n + 1) where the lines of each applicant of `order` begin. O(n)."""
    start = np.zeros(order.size + 1, np.int64)
    for k in range(order.size):
        start[k + 1] = start[k] + (indptr[order[k] + 1] - indptr[order[k]] + WIDE - 1) // WIDE
    return start


@njit(cache=True)
def fill(
    indptr: NDArray[np.int64], col: NDArray[np.int32], score: NDArray[np.int64], order: NDArray[np.int32],
    scale: int, shift: int, start: NDArray[np.int64], edge: NDArray[np.int32],
) -> None:  # fmt: skip
    """Fill the lines (lines, `LINE`) with openings and scores `(score * scale) >> shift`. O(n + e)."""
    columns, scores, begins, turn = bare(col), bare(score), bare(indptr), bare(order)
    lines, first = bare(edge), bare(start)
    for k in range(order.size):
        if k + 2 * AHEAD < order.size:
            soon(begins, int(turn[k + 2 * AHEAD]))
        if k + AHEAD < order.size:
            later = int(begins[int(turn[k + AHEAD])])
            soon(columns, later)
            soon(columns, later + 16)
            soon(scores, later)
            soon(scores, later + 8)
            soon(scores, later + 16)
        here, end = int(begins[int(turn[k])]), int(begins[int(turn[k]) + 1])
        for line in range(int(first[k]), int(first[k + 1])):
            for lane in range(WIDE):
                there = here + lane < end
                lines[line * LINE + lane] = columns[here + lane] if there else 0
                lines[line * LINE + WIDE + lane] = (int(scores[here + lane]) * scale) >> shift if there else NOTHING
            here += WIDE


@njit(cache=True, inline="always")
def opening_of(edge: Numbers, end: int, key: int) -> int:
    """The opening of an edge that has this key, in a row of lines that ends before line `end`."""
    spot = end * WIDE - (key & SPOTS)
    return int(edge[(spot // WIDE) * LINE + spot % WIDE])


@njit(cache=True, inline="always")
def worth_at(edge: Numbers, cost: Numbers, begin: int, end: int, opening: int) -> int:
    """What an opening is worth to whom the lines belong, score less price; `WORTHLESS` without an edge to it."""
    worth = WORTHLESS
    for line in range(begin, end):
        for lane in range(WIDE):
            if edge[line * LINE + lane] == opening:
                worth = max(worth, int(edge[line * LINE + WIDE + lane]) - int(cost[opening]))
    return worth


_WORD, _WHOLE = ir.IntType(32), ir.IntType(64)
_WORDS, _WHOLES = ir.VectorType(_WORD, WIDE), ir.VectorType(_WHOLE, WIDE)
_ANY = ir.Constant(_WHOLES, ir.Undefined)
_NONE = ir.Constant(_WHOLES, [NEVER] * WIDE)


def _greater(code: Any, one: Any, other: Any) -> Any:
    return code.select(code.icmp_signed(">", one, other), one, other)


def _lesser(code: Any, one: Any, other: Any) -> Any:
    return code.select(code.icmp_signed("<", one, other), one, other)


def _merged(code: Any, best: tuple[Any, Any], others: tuple[Any, Any]) -> tuple[Any, Any]:
    """The two best of two times the two best."""
    second = _greater(code, _greater(code, best[1], others[1]), _lesser(code, best[0], others[0]))
    return _greater(code, best[0], others[0]), second


def _keys(code: Any, edge: Any, cost: Any, line: Any, end: Any) -> Any:
    """The keys of a line."""
    openings = code.gep(edge, [code.mul(line, _WHOLE(LINE))])
    costs = ir.Constant(_WORDS, ir.Undefined)
    for lane in range(WIDE):
        opening = code.sext(code.load(code.gep(openings, [_WHOLE(lane)])), _WHOLE)
        costs = code.insert_element(costs, code.load(code.gep(cost, [opening])), _WORD(lane))
    scores = code.load(code.bitcast(code.gep(openings, [_WHOLE(WIDE)]), _WORDS.as_pointer()), align=4)
    worth = code.sub(code.sext(scores, _WHOLES), code.sext(costs, _WHOLES))
    left = code.insert_element(_ANY, code.mul(code.sub(end, line), _WHOLE(WIDE)), _WORD(0))
    left = code.shuffle_vector(left, _ANY, ir.Constant(_WORDS, [0] * WIDE))
    spot = code.sub(left, ir.Constant(_WHOLES, list(range(WIDE))))
    return code.add(code.shl(worth, ir.Constant(_WHOLES, [SPOT] * WIDE)), spot)


def _across(code: Any, best: tuple[Any, Any]) -> tuple[Any, Any]:
    """The two best of all lanes."""
    for far in (4, 2, 1):
        turned = ir.Constant(_WORDS, [(lane + far) % WIDE for lane in range(WIDE)])
        first, second = (code.shuffle_vector(keys, _ANY, turned) for keys in best)
        best = _merged(code, best, (first, second))
    return code.extract_element(best[0], _WORD(0)), code.extract_element(best[1], _WORD(0))


def _two_best(_context: Any, edge: Any, cost: Any, begin: Any, end: Any) -> Any:
    """The two greatest keys of the lines from `begin` to `end`, `NEVER` for none. O(end - begin), without a branch."""

    def generate(context: Any, code: Any, signature: Any, arguments: Any) -> Any:
        edges, costs, first_line, last_line = arguments
        before, loop, after = code.block, code.append_basic_block(), code.append_basic_block()
        code.cbranch(code.icmp_signed("<", first_line, last_line), loop, after)
        code.position_at_end(loop)
        line, best = code.phi(_WHOLE), (code.phi(_WHOLES), code.phi(_WHOLES))
        better = _merged(code, best, (_keys(code, edges, costs, line, last_line), _NONE))
        following = code.add(line, _WHOLE(1))
        code.cbranch(code.icmp_signed("<", following, last_line), loop, after)
        code.position_at_end(after)
        found = (code.phi(_WHOLES), code.phi(_WHOLES))
        for place, start, then in ((line, first_line, following), *zip(best, (_NONE, _NONE), better, strict=True)):
            place.add_incoming(start, before)
            place.add_incoming(then, loop)
        for place, then in zip(found, better, strict=True):
            place.add_incoming(_NONE, before)
            place.add_incoming(then, loop)
        return context.make_tuple(code, signature.return_type, _across(code, found))

    return _pair(types.int64, 2)(edge, cost, begin, end), generate


_pair: Callable[..., Any] = types.UniTuple
_made: Any = intrinsic(_two_best)
two_best: Callable[[Numbers, Numbers, int, int], tuple[int, int]] = _made

"""The lowest point that two prices can bring a bound to, as far as the placements known so far can tell.

A placement with G that count for a floor and N that do not is worth its scores and G times the one price, N times the
other. From that goes what the floor asks for at these prices. The bound is the greatest of such planes over the two
prices; where it is lowest, three planes, or fewer and a border, hold it. The weights with which they do are a mixture
of placements that meets the floor on average.

Source: Kelley, "The cutting-plane method for solving convex programs", Journal of SIAM 8, 1960; the lowest point by the
dual simplex method (Lemke, Naval Research Logistics Quarterly 1, 1954), in whole numbers, by Cramer's rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

STEPS = 1000
"""A lowest point that is not found in so many exchanges is not found."""
Point = tuple[int, int]
"""How many count, and how many do not."""
Row = tuple[int, int, int, int]
"""a, b, c, least: `a x + b y + c z` is at least `least`; x, y are the prices, z is the bound."""


class Span(NamedTuple):
    """The prices to be looked at, ends included."""

    counting_least: int
    counting_most: int
    other_least: int
    other_most: int

    def borders(self) -> list[Row]:
        """The four ends as rows. O(1); no errors."""
        return [
            (1, 0, 0, self.counting_least),
            (-1, 0, 0, -self.counting_most),
            (0, 1, 0, self.other_least),
            (0, -1, 0, -self.other_most),
        ]


class Lowest(NamedTuple):
    """Two prices, the bound there (both in the units of the worths), and the mixture."""

    counting: Fraction
    other: Fraction
    bound: Fraction
    weights: dict[int, Fraction]
    """Of placements, by their place in the list; they add up to 1."""


class _Held(NamedTuple):
    row: Row
    placement: int
    """-1: a border."""


def lowest(worths: Sequence[int], points: Sequence[Point], asked: Sequence[Point], span: Span) -> Lowest | None:
    """The lowest bound at prices of the span.

    `worths` and `points` (k) of placements, one at least; `asked` (h): what the floor asks for, the corners of it are
    enough. The last placement is where the search begins. None where the lowest is not found. O(exchanges (k + h)); no
    errors.
    """
    borders = span.borders()
    held = _beginning(worths, points, asked[0], borders)
    for _step in range(STEPS):
        turned, size = _adjugate([one.row for one in held])
        place = [sum(turned[axis][at] * one.row[3] for at, one in enumerate(held)) for axis in range(3)]
        entering = _most_broken(worths, points, asked, (place, size)) or _beyond(borders, (place, size))
        if entering is None:
            parts = [Fraction(value, size) for value in place]
            return Lowest(parts[0], parts[1], parts[2], _weights(held, turned[2], size))
        leaving = _leaving(entering.row, turned)
        if leaving is None:
            return None
        held[leaving] = entering
    return None


def _beginning(worths: Sequence[int], points: Sequence[Point], asked: Point, borders: list[Row]) -> list[_Held]:
    """A plane and the two borders to which it falls."""
    last = len(points) - 1
    falls = borders[points[last][0] < asked[0]], borders[2 + (points[last][1] < asked[1])]
    return [_Held(_plane(worths[last], points[last], asked), last), *(_Held(row, -1) for row in falls)]


def _plane(worth: int, point: Point, asked: Point) -> Row:
    return asked[0] - point[0], asked[1] - point[1], 1, worth


def _most_broken(
    worths: Sequence[int], points: Sequence[Point], asked: Sequence[Point], at: tuple[list[int], int]
) -> _Held | None:
    """The plane that lies highest above the point; None where none lies above it."""
    (x, y, z), size = at
    paid = [point[0] * x + point[1] * y for point in points]
    placement = max(range(len(paid)), key=lambda one: worths[one] * size + paid[one])
    corner = min(asked, key=lambda one: one[0] * x + one[1] * y)
    plane = _plane(worths[placement], points[placement], corner)
    return _Held(plane, placement) if plane[0] * x + plane[1] * y + z < plane[3] * size else None


def _beyond(borders: list[Row], at: tuple[list[int], int]) -> _Held | None:
    """A border that the point lies beyond."""
    (x, y, _z), size = at
    return next((_Held(row, -1) for row in borders if row[0] * x + row[1] * y < row[3] * size), None)


def _leaving(entering: Row, turned: list[list[int]]) -> int | None:
    """Which of the three rows goes so that all weights stay 0 or more; the first of equal ones."""
    share = [sum(entering[axis] * turned[axis][at] for axis in range(3)) for at in range(3)]
    free = [at for at in range(3) if share[at] > 0]
    return min(free, key=lambda at: Fraction(turned[2][at], share[at])) if free else None


def _weights(held: list[_Held], shares: list[int], size: int) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for one, part in zip(held, shares, strict=True):
        if one.placement >= 0 and part:
            found[one.placement] = found.get(one.placement, Fraction(0)) + Fraction(part, size)
    return found


def _adjugate(rows: list[Row]) -> tuple[list[list[int]], int]:
    """The inverse of the three rows times their determinant, and that, made greater than 0."""
    (a, b, c, _), (d, e, f, _), (g, h, i, _) = rows
    turned = [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
    size = a * turned[0][0] + b * turned[1][0] + c * turned[2][0]
    sign = 1 if size > 0 else -1
    return [[sign * value for value in row] for row in turned], sign * size

"""The lines ruled on a PDF page: borders of tables, drawn as strokes or as thin filled boxes."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import Any, NamedTuple

from .glyphs import turn_of

MAX_OBJECTS = 30_000
"""A page with more objects is a drawing or a map."""
MAX_SEGMENTS = 4_000
_THIN, _SHORTEST, _ASLANT = 3.0, 4.0, 0.8
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_PATH, _FORM = 2, 5
_DEPTH = 6

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A line that lies or stands: `at` is its y or x, `start` and `end` where it begins and ends."""

    at: float
    start: float
    end: float


class Rulings(NamedTuple):
    """The lines of a page."""

    lying: list[Rule]
    standing: list[Rule]
    pictures: int


def rulings_of(page: Any) -> Rulings:
    """The lines of a page, and how many pictures it holds. O(objects)."""
    turn = turn_of(page)
    found = Rulings([], [], 0)
    pictures = 0
    for kind, box in _drawn(page):
        if kind != _PATH:
            pictures += 1
            continue
        left, top, right, bottom = turn(*box)
        if right - left >= _SHORTEST and bottom - top <= _ASLANT:
            found.lying.append(Rule((top + bottom) / 2, left, right))
        elif bottom - top >= _SHORTEST and right - left <= _ASLANT:
            found.standing.append(Rule((left + right) / 2, top, bottom))
    return found._replace(pictures=pictures)


def _drawn(page: Any) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Segments of paths, and pictures, as (kind, box) in the coordinates of the file."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    todo = [(pdfium.FPDFPage_GetObject(page, at), _SAME, 0) for at in range(min(count, MAX_OBJECTS))]
    seen = 0
    while todo and seen < MAX_OBJECTS:
        one, outer, depth = todo.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield kind, (0, 0, 0, 0)
        elif kind == _PATH:
            for box in _segments(pdfium, one, _times(_matrix(pdfium, one), outer)):
                yield kind, box
        elif kind == _FORM and depth < _DEPTH:
            inner = _times(_matrix(pdfium, one), outer)
            parts = min(pdfium.FPDFFormObj_CountObjects(one), MAX_OBJECTS - len(todo))
            todo += [(pdfium.FPDFFormObj_GetObject(one, at), inner, depth + 1) for at in range(parts)]


def _matrix(pdfium: Any, one: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, l = outer  # noqa: E741  (the six numbers of a matrix in their order)
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l


def _segments(pdfium: Any, path: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight parts of a path as boxes; of a filled area only when it is as thin as a line."""
    corners = list(_corners(pdfium, path, matrix))
    fill, stroke = c_int(), c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    if not drawn or not (stroke.value or fill.value):
        return
    for shape in corners:
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= _THIN:
            yield _flat(min(xs), min(ys), max(xs), max(ys))
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(shape):
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _flat(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """A thin box as the line in its middle."""
    if x1 - x0 >= y1 - y0:
        return x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    return (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _corners(pdfium: Any, path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each shape of a path; shapes with curves are left out."""
    shape: list[tuple[float, float]] = []
    curved = False
    x, y = c_float(), c_float()
    for at in range(min(pdfium.FPDFPath_CountSegments(path), MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if kind == _MOVE_TO:
            if len(shape) > 1 and not curved:
                yield shape
            shape, curved = [], False
        a, b, c, d, e, f = matrix
        shape.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        curved = curved or kind == _BEZIER_TO
        if pdfium.FPDFPathSegment_GetClose(segment):
            shape.append(shape[0])
    if len(shape) > 1 and not curved:
        yield shape

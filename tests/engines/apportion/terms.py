"""Random terms of a sharing-out, and the slow, obvious answers to compare with."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

whole_weights = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any)
float_weights = st.lists(
    st.floats(0, 1e9, allow_subnormal=False) | st.floats(0, 1e-9, allow_subnormal=False), min_size=1, max_size=12
).filter(any)
weights = whole_weights | float_weights
totals = st.integers(0, 3000)


@st.composite
def bounded(draw):
    """(total, weights, floors, caps) that can be met."""
    by = draw(st.lists(st.integers(1, 1000), min_size=1, max_size=10))
    floors = draw(st.lists(st.integers(0, 50), min_size=len(by), max_size=len(by)))
    caps = [floor + draw(st.integers(0, 100)) for floor in floors]
    return draw(st.integers(sum(floors), sum(caps))), by, floors, caps


def quotas(total: int, by) -> list[Fraction]:
    exact = [Fraction(weight) for weight in by]
    return [total * weight / sum(exact) for weight in exact]


def highest_averages(total: int, by, floors, caps) -> list[int]:
    """Sainte-Laguë seat by seat."""
    shares = list(floors)
    for _ in range(total - sum(floors)):
        open_ = [child for child in range(len(by)) if shares[child] < caps[child]]
        winner = max(open_, key=lambda child: (Fraction(by[child]) / (2 * shares[child] + 1), -child))
        shares[winner] += 1
    return shares


def clipped_quotas(total: int, by, floors, caps) -> list[Fraction]:
    """Weight times x between floor and cap, with x found among all places where somebody is just held."""
    turns = sorted(
        {Fraction(bound, weight) for bounds in (floors, caps) for bound, weight in zip(bounds, by, strict=True)}
    )

    def given_at(x):
        return [min(max(weight * x, low), high) for weight, low, high in zip(by, floors, caps, strict=True)]

    below = max((x for x in turns if sum(given_at(x)) <= total), default=turns[0])
    shares = given_at(below)
    moving = [low <= w * below < high for w, low, high in zip(by, floors, caps, strict=True)]
    pull = sum(w for w, moves in zip(by, moving, strict=True) if moves)
    extra = (total - sum(shares)) / pull if pull else Fraction(0)
    return [share + w * extra if moves else share for share, w, moves in zip(shares, by, moving, strict=True)]

"""A total shared over 45,000 townships: `python -m benchmarks.apportion [--children N]`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from benchmarks import clock
from sangzi.engines.apportion import Shares, by_hand, equal, one_each, proportional, sainte_lague

TOTAL = 1_234_567


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--children", type=int, default=45_000)
    children = parser.parse_args().children
    print(f"{clock.machine()}; {TOTAL:,} over {children:,} children", flush=True)
    for name, share in _methods(children).items():
        taken, shares = clock.best(share)
        if shares.value.sum() != TOTAL:
            raise SystemExit(f"{name}: the shares do not add up to the total.")
        clock.line(name, taken)


def _methods(children: int) -> dict[str, Callable[[], Shares]]:
    rng = np.random.default_rng(4)
    uneven = rng.lognormal(8.0, 1.0, children)
    people, third = uneven.astype(np.int64), dict.fromkeys(range(0, children, 3), 5)
    alike = np.where(np.arange(children) % 2, 2.0**60, 2.0**60 + 2.0**10)
    return {
        "equal": lambda: equal(TOTAL, children),
        "largest remainders, by population": lambda: proportional(TOTAL, people),
        "largest remainders, floors and caps": lambda: proportional(TOTAL, people, floors=5, caps=100),
        "largest remainders, weights with fractions": lambda: proportional(TOTAL, uneven),
        "one each, the rest by population": lambda: one_each(TOTAL, children, people),
        "one each, the rest by Sainte-Laguë, caps": lambda: one_each(
            TOTAL, children, people, caps=100, method=sainte_lague
        ),
        "a third by hand, the rest by population": lambda: by_hand(TOTAL, third, children, people),
        "a third by hand, the rest by Sainte-Laguë, floors and caps": lambda: by_hand(
            TOTAL, third, children, people, floors=5, caps=100, method=sainte_lague
        ),
        "Sainte-Laguë, by population": lambda: sainte_lague(TOTAL, people),
        "Sainte-Laguë, floors and caps": lambda: sainte_lague(TOTAL, people, floors=5, caps=100),
        "Sainte-Laguë, weights with fractions": lambda: sainte_lague(TOTAL, uneven),
        "Sainte-Laguë, weights too alike for floating point": lambda: sainte_lague(TOTAL, alike),
    }


if __name__ == "__main__":
    main()

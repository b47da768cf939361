"""Pages asked for at the shipped server, over several connections at once."""

from __future__ import annotations

from benchmarks.opening_minute.__main__ import served
from benchmarks.opening_minute.client import load

from .stage import WAYS, Sight

CONNECTIONS = 8
TURNS = 4


def compare(sight: Sight, rounds: int) -> None:
    """So many pages over each connection in every way, in turns."""
    seconds = dict.fromkeys(WAYS, 0.0)
    number = max(1, rounds // TURNS) * CONNECTIONS
    with served() as port:
        for way in WAYS:
            load(port, [sight.asks[way]] * 3 * CONNECTIONS, CONNECTIONS)
        for _turn in range(TURNS):
            for way in WAYS:
                outcome = load(port, [sight.asks[way]] * number, CONNECTIONS)
                assert set(outcome.statuses) == {200}, (way, outcome.statuses)
                seconds[way] += outcome.seconds
    for way in WAYS:
        print(f"  {way:<34} {number * TURNS / seconds[way]:8.0f} a second")
    ratios = f"{seconds['plain'] / seconds['ours']:.1f} times the plain way, {seconds['ours'] / seconds['minimal']:.2f}"
    print(f"  {ratios} times as long as by hand", flush=True)

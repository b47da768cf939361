"""What is asked at the same moment is answered together, each with its own answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from sangzi.kernel.combining import Combiner

PATIENCE = 10


class Slow:
    """Answers with what was asked, after a first batch that waits to be let go; keeps the batches."""

    def __init__(self):
        self.batches = []
        self.begun, self.go = Event(), Event()

    def __call__(self, asks):
        self.batches.append(list(asks))
        if len(self.batches) == 1:
            self.begun.set()
            assert self.go.wait(PATIENCE)
        return [ValueError(ask) if ask < 0 else ask * 2 for ask in asks]


def outcome(combiner, ask):
    try:
        return combiner.ask(ask)
    except ValueError as error:
        return str(error)


def test_alone_a_batch_is_one():
    combiner = Combiner(lambda asks: [ask + 1 for ask in asks], most=10)
    assert [combiner.ask(1), combiner.ask(5)] == [2, 6]


def test_who_comes_while_one_is_answered_is_answered_together_and_each_gets_their_own():
    slow = Slow()
    combiner = Combiner(slow, most=4)
    with ThreadPoolExecutor(11) as pool:
        first = pool.submit(outcome, combiner, 100)
        assert slow.begun.wait(PATIENCE)
        others = [pool.submit(outcome, combiner, ask) for ask in (1, 2, 3, -4, 5, 6, 7, 8, 9, 10)]
        while len(combiner._waiting) < 10:
            pass
        slow.go.set()
        assert first.result(PATIENCE) == 200
        assert [one.result(PATIENCE) for one in others] == [2, 4, 6, "-4", 10, 12, 14, 16, 18, 20]
    assert slow.batches[0] == [100]
    assert sorted(len(batch) for batch in slow.batches[1:]) == [2, 4, 4]


def test_where_the_whole_batch_fails_each_raises_it_and_the_next_is_answered():
    answers = iter([OSError("gone"), None])

    def answer_all(asks):
        wrong = next(answers)
        if wrong:
            raise wrong
        return asks

    combiner = Combiner(answer_all, most=10)
    with pytest.raises(OSError, match="gone"):
        combiner.ask(1)
    assert combiner.ask(2) == 2


def test_nobody_waits_for_a_thread_that_was_stopped():
    slow = Slow()

    def stopped(asks):
        slow(asks)
        raise KeyboardInterrupt if len(slow.batches) == 1 else OSError("gone")

    combiner = Combiner(stopped, most=10)
    seen = []

    def interrupted():
        try:
            combiner.ask(1)
        except KeyboardInterrupt:
            seen.append("interrupted")

    def waits():
        try:
            combiner.ask(2)
        except OSError as error:
            seen.append(str(error))

    threads = [Thread(target=interrupted), Thread(target=waits)]
    threads[0].start()
    assert slow.begun.wait(PATIENCE)
    threads[1].start()
    while not combiner._waiting:
        pass
    slow.go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(seen) == ["gone", "interrupted"]

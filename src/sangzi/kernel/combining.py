"""Answering together what is asked at the same moment: one of those who ask does it for all who wait.

Where hundreds of requests want the same rows, each transaction of its own waits for the one before it. Here whoever
comes first leads: they take what has gathered, up to a number, and answer it in one go, while others gather behind
them; then the first who still waits leads. Known as flat combining (Hendler, Incze, Shavit and Tzafrir, SPAA 2010), and
in databases as group commit.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")


class _Slot(Generic[Ask, Answer]):
    """One who asks: their answer or exception once there is one, or their turn to lead. Released when called."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.answers: list[Answer | Exception] = []
        self._called = Lock()
        self._called.acquire()
        self.wait, self.call = self._called.acquire, self._called.release


class Combiner(Generic[Ask, Answer]):
    """Gathers what is asked by the threads of a process. `answer_all` gives an answer or an exception for each ask.

    Alone, nobody waits for company. `gathering`: so many seconds at a time a leader who has company waits while more
    comes, which is worth it where a batch costs as much as many asks.
    """

    def __init__(
        self,
        answer_all: Callable[[Sequence[Ask]], Sequence[Answer | Exception]],
        most: int,
        *,
        gathering: float = 0,
    ) -> None:
        self._answer_all = answer_all
        self._most = most
        self._gathering = gathering
        self._lock = Lock()
        self._waiting: deque[_Slot[Ask, Answer]] = deque()
        self._led = False

    def alone(self, ask: Ask) -> Answer:
        """The answer to one ask by itself; raises what was answered with an exception."""
        (answer,) = self._answer_all([ask])
        return _given(answer)

    def ask(self, ask: Ask) -> Answer:
        """The answer; raises what was answered with an exception. Returns when the answer is final."""
        slot: _Slot[Ask, Answer] = _Slot(ask)
        if not self._leads(slot):
            slot.wait()
        if not slot.answers:
            self._lead(slot)
        (answer,) = slot.answers
        return _given(answer)

    def _leads(self, slot: _Slot[Ask, Answer]) -> bool:
        with self._lock:
            self._waiting.append(slot)
            leads, self._led = not self._led, True
        return leads

    def _lead(self, own: _Slot[Ask, Answer]) -> None:
        try:
            while not own.answers:
                self._answer(self._gathered(), own)
        finally:
            self._hand_over()

    def _gathered(self) -> list[_Slot[Ask, Answer]]:
        there = 1
        while self._gathering and there < len(self._waiting) < self._most:
            there = len(self._waiting)
            time.sleep(self._gathering)
        with self._lock:
            return [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]

    def _answer(self, batch: list[_Slot[Ask, Answer]], own: _Slot[Ask, Answer]) -> None:
        answers: Sequence[Answer | Exception] = [RuntimeError("stopped while it was answered")] * len(batch)
        try:
            answers = self._answer_all([slot.ask for slot in batch])
        except Exception as error:  # noqa: BLE001  (each of them raises it)
            answers = [error] * len(batch)
        finally:
            for slot, answer in zip(batch, answers, strict=True):
                slot.answers.append(answer)
                if slot is not own:
                    slot.call()

    def _hand_over(self) -> None:
        with self._lock:
            self._led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].call()


def ask_outside(combiner: Combiner[Ask, Answer], ask: Ask) -> Answer:
    """Ask with the others; inside a transaction alone, for what others are told must be committed."""
    return combiner.alone(ask) if connection.in_atomic_block else combiner.ask(ask)


def _given(answer: Answer | Exception) -> Answer:
    if isinstance(answer, Exception):
        raise answer
    return answer

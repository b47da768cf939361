"""A load of many connections at once, each asking one thing after the other: plain HTTP/1.1 over asyncio streams."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

PATIENCE = 120.0  # seconds for one answer


@dataclass(frozen=True)
class Ask:
    """One request: where to, with which cookies and which form."""

    path: str
    body: bytes = b""
    cookies: str = ""
    token: str = ""

    def raw(self) -> bytes:
        head = f"{'POST' if self.body else 'GET'} {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if self.cookies:
            head += f"Cookie: {self.cookies}\r\n"
        if self.body:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(self.body)}\r\n"
        if self.token:
            head += f"X-CSRFToken: {self.token}\r\n"
        return head.encode() + b"\r\n" + self.body


@dataclass(frozen=True)
class Outcome:
    """What a load came to: answers by status, seconds in all, seconds of each answer in order of size."""

    statuses: dict[int, int]
    seconds: float
    waits: list[float]

    @property
    def a_second(self) -> float:
        return len(self.waits) / self.seconds

    def percentile(self, percent: int) -> float:
        return self.waits[min(len(self.waits) - 1, len(self.waits) * percent // 100)]


def load(port: int, asks: Sequence[Ask], connections: int) -> Outcome:
    """Send all requests over so many connections, each kept open."""
    return asyncio.run(_load(port, asks, connections))


async def _load(port: int, asks: Sequence[Ask], connections: int) -> Outcome:
    raw = [ask.raw() for ask in asks]
    waits: list[float] = []
    statuses: dict[int, int] = {}
    doors = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    turn = iter(raw)
    began = time.perf_counter()
    await asyncio.gather(*(_one_after_the_other(door, turn, waits, statuses) for door in doors))
    seconds = time.perf_counter() - began
    for _reader, writer in doors:
        writer.close()
    return Outcome(statuses, seconds, sorted(waits))


async def _one_after_the_other(door, turn, waits, statuses) -> None:  # noqa: ANN001  (streams of asyncio)
    reader, writer = door
    for request in turn:
        began = time.perf_counter()
        writer.write(request)
        status = await asyncio.wait_for(_answer(reader), PATIENCE)
        waits.append(time.perf_counter() - began)
        statuses[status] = statuses.get(status, 0) + 1


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    status = int(head[9:12])
    if b"content-length:" in lower:
        length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
    elif b"chunked" in lower:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status

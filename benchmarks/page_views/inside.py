"""Pages asked for in this process: the whole way of a request through the doors, without a socket."""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from benchmarks.opening_minute.client import Ask

from .stage import Sight
from .words import first_difference, words_of


def hold_to_the_same(sight: Sight) -> None:
    """Stop unless all three pages say the same words. Says how many queries each takes."""
    pages = {way: _get(ask) for way, ask in sight.asks.items()}
    said = {way: words_of(page) for way, page in pages.items()}
    for way in sight.asks:
        if said[way] != said["ours"]:
            sys.exit(f"{sight.title}, {way}: other words: {first_difference(said['ours'], said[way])}")
    told = ", ".join(
        f"{way} {_queries(ask)} queries {len(pages[way]) / 1024:.0f} kB" for way, ask in sight.asks.items()
    )
    print(f"{sight.title}: {told}", flush=True)


def compare(sight: Sight, rounds: int) -> None:
    """Every way in turns, so that what else the machine does meets all of them."""
    ways: dict[str, Callable[[], Any]] = {way: partial(_get, ask) for way, ask in sight.asks.items()}
    spent: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _round in range(rounds):
        for way, ask in ways.items():
            spent[way].append(_timed(ask))
    for place, clock in enumerate(("by the clock", "CPU of this process")):
        _told(clock, {way: statistics.median(one[place] for one in each) for way, each in spent.items()})


def _told(clock: str, seconds: dict[str, float]) -> None:
    for way, one in seconds.items():
        print(f"  {clock:<20} {way:<34} {1 / one:8.0f} a second, {one * 1000:7.2f} ms")
    ratios = f"{seconds['plain'] / seconds['ours']:.1f} times the plain way, {seconds['ours'] / seconds['minimal']:.2f}"
    print(f"  {clock:<20} {ratios} times as long as by hand", flush=True)


def _timed(ask: Callable[[], Any]) -> tuple[float, float]:
    began, spent = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - began, time.process_time() - spent


def _queries(ask: Ask) -> int:
    asked: list[str] = []
    with connection.execute_wrapper(lambda run, sql, *rest: (asked.append(sql), run(sql, *rest))[1]):
        _get(ask)
    return len(asked)


_handler = WSGIHandler()


def _get(ask: Ask) -> bytes:
    """The page; stops with what it says where it is none."""
    seen: list[str] = []
    answer = _handler(_environ(ask), lambda status, _headers, _error=None: seen.append(status))
    page = b"".join(answer)
    answer.close()
    if not seen[0].startswith("200"):
        sys.exit(f"{ask.path}: {seen[0]} {page[:500].decode()}")
    return page


def _environ(ask: Ask) -> dict[str, Any]:
    path, _mark, query = ask.path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_COOKIE": ask.cookies,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }

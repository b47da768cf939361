"""Asking a server for JSON, so that "it never heard" and "it may have heard" are told apart."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds
LONGEST = 1_000_000  # bytes of an answer
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Unreached(RuntimeError):
    """The server was not reached: it surely did nothing."""


class Unanswered(RuntimeError):
    """The server was reached and did not answer, or not in JSON: what it did is not known."""


@dataclass(frozen=True)
class Answer:
    """A status and a JSON object."""

    status: int
    said: dict[str, Any]
    retry_after: int | None


def is_safe(address: str) -> bool:
    """Whether secrets may go there: HTTPS, or this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE))


def ask(
    address: str, *, body: bytes | None = None, headers: dict[str, str] | None = None, patience: float = PATIENCE
) -> Answer:
    """GET, or POST `body` as JSON. Raises `Unreached` and `Unanswered`."""
    line = _connection(address, patience)
    try:
        line.connect()
    except OSError as error:
        line.close()
        raise Unreached(type(error).__name__) from error
    try:
        return _exchange(line, address, body, headers or {})
    except (OSError, http.client.HTTPException, ValueError, TypeError) as error:
        raise Unanswered(type(error).__name__) from error
    finally:
        line.close()


def _connection(address: str, patience: float) -> http.client.HTTPConnection:
    if not is_safe(address):
        raise ValueError("secrets go over HTTPS only")
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(str(parts.hostname), parts.port, timeout=patience)


def _exchange(line: http.client.HTTPConnection, address: str, body: bytes | None, headers: dict[str, str]) -> Answer:
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8", **headers}
    line.request("GET" if body is None else "POST", path, body=body, headers=sent)
    answer = line.getresponse()
    said = json.loads(answer.read(LONGEST) or b"{}")
    if not isinstance(said, dict):
        raise TypeError("the answer is no JSON object")
    wait = answer.headers.get("Retry-After", "")
    return Answer(answer.status, said, int(wait) if wait.isdecimal() else None)

"""A document as JSON and back: what `Brief.body` holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from . import parts
from .parts import Document

_KINDS: dict[str, Callable[..., Any]] = {
    name: kind for name, kind in vars(parts).items() if isinstance(kind, type) and kind.__module__ == parts.__name__
}


def to_json(document: Document) -> str:
    return json.dumps(_told(document), ensure_ascii=False)


def from_json(body: str) -> Document:
    """The document again; words are examined again as well."""
    document: Document = _made(json.loads(body))
    return document


def _told(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _told(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **told}
    if isinstance(value, tuple):
        return [_told(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _made(told: Any) -> Any:
    if isinstance(told, list):
        return tuple(_made(one) for one in told)
    if not isinstance(told, dict):
        return told
    values = {name: _made(value) for name, value in told.items() if name != "kind"}
    if told["kind"] == "Day":
        values["on"] = date.fromisoformat(values["on"])
    return _KINDS[told["kind"]](**values)

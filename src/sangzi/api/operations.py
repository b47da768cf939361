"""What an operation is: declared once, routed and documented from that."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from sangzi.kernel.audience import Audience, audience
from sangzi.kernel.errors import BadInput, SangziError

Method = Literal["GET", "POST"]
Run = Callable[..., Any]


class Shape(BaseModel):
    """Base of every body and query: closed, so that a misspelt name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _holds_no_nul(cls, value: Any) -> Any:
        """A database refuses the NUL character with an error of its own."""
        if isinstance(value, str) and "\0" in value:
            raise ValueError("NUL")
        return value


class Nothing(Shape):
    """An operation that is asked nothing beside its address."""


class WrongMethod(SangziError):
    code = "wrong-method"
    status = 405


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: Method
    route: str
    whom: Audience
    asks: type[BaseModel]
    answers: Any
    run: Run
    keyed: bool = False

    @property
    def name(self) -> str:
        return self.run.__name__

    @property
    def sentence(self) -> str:
        return (self.run.__doc__ or "").strip().splitlines()[0]


OPERATIONS: list[Operation] = []


def operation(
    method: Method, route: str, *, whom: Audience, answers: Any, asks: type[BaseModel] = Nothing, keyed: bool = False
) -> Callable[[Run], Run]:
    """Declare `run(request, asked, **address)` as an operation; it answers a shape or a list of shapes.

    `keyed`: a header Idempotency-Key makes a repeated request one.
    """

    def declare(run: Run) -> Run:
        OPERATIONS.append(Operation(method, route, whom, asks, answers, run, keyed))
        return run

    return declare


def urlpatterns() -> list[URLPattern]:
    """One address for every declared operation; operations of the same address share its door."""
    at: dict[str, list[Operation]] = {}
    for one in OPERATIONS:
        at.setdefault(one.route, []).append(one)
    return [path(one.route, _view(at[one.route]), name=one.name) for one in OPERATIONS]


def _view(those: list[Operation]) -> Callable[..., HttpResponse]:
    whom = {one.whom for one in those}
    if len(whom) > 1:
        raise ValueError(f"the operations at {those[0].route} are for different people")
    by_method = {one.method: one for one in those}

    @audience(those[0].whom)
    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        one = by_method.get(request.method)  # type: ignore[call-overload]  # any text may be asked for
        if one is None:
            raise WrongMethod(_("这个地址只接受 %(method)s。") % {"method": "、".join(by_method)})
        answer = one.run(request, _asked(one, request), **address)
        return JsonResponse(_plain(answer), safe=False, json_dumps_params={"ensure_ascii": False})

    view.__name__ = those[0].name
    return view


def _asked(one: Operation, request: HttpRequest) -> BaseModel:
    """The query of a GET or the body of a POST, as its shape. Raises `BadInput` naming each wrong field."""
    try:
        given = dict(request.GET.items()) if one.method == "GET" else json.loads(request.body or b"{}")
        if one.method == "GET" and "unit" not in one.asks.model_fields:
            given.pop("unit", None)  # every address may carry the unit at hand
        return one.asks.model_validate(given)
    except ValidationError as error:
        wrong = {".".join(str(part) for part in line["loc"]) or "body": line["msg"] for line in error.errors()}
        raise BadInput(_("这些内容用不了：%(fields)s") % {"fields": "、".join(sorted(wrong))}, fields=wrong) from error
    except ValueError as error:
        raise BadInput(_("请求的内容不是 JSON。")) from error


def _plain(answer: Any) -> Any:
    if isinstance(answer, BaseModel):
        return answer.model_dump(mode="json")
    return [one.model_dump(mode="json") for one in answer]

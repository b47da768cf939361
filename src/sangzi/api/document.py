"""The OpenAPI document, made from the list of operations."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, JsonResponse
from pydantic import BaseModel, TypeAdapter

from sangzi import __version__
from sangzi.kernel.audience import audience

from .operations import OPERATIONS, Nothing, Operation

_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_REFERENCE = "#/components/schemas/{model}"


@audience("anyone")
def openapi(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(document())


def document() -> dict[str, Any]:
    """OpenAPI 3.1 of every operation."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        address = "/api/v1/" + _PART.sub(r"{\g<name>}", one.route)
        paths.setdefault(address, {})[one.method.lower()] = _described(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sangzi", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "sangzi"}},
        },
    }


def _described(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.sentence,
        "x-audience": one.whom,
        "security": [] if one.whom == "anyone" else [{"session": []}],
        "parameters": [*_address_parameters(one), *_query_parameters(one), *_headers(one)],
        "responses": _responses(one, schemas),
    }
    if one.method == "POST":
        described["requestBody"] = {"required": True, "content": _json(_schema(one.asks, schemas))}
    return described


def _responses(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    refused = {"401": "nobody is signed in", "403": "not permitted", "404": "not visible", "422": "bad input"}
    answers = {"200": {"description": "the answer", "content": _json(_schema(one.answers, schemas))}}
    return answers | {status: {"description": why} for status, why in refused.items()}


def _address_parameters(one: Operation) -> list[dict[str, Any]]:
    kinds = {"int": "integer"}
    return [
        {
            "name": part["name"],
            "in": "path",
            "required": True,
            "schema": {"type": kinds.get(part["kind"] or "", "string")},
        }
        for part in _PART.finditer(one.route)
    ]


def _headers(one: Operation) -> list[dict[str, Any]]:
    """What makes a repeated request one, where an operation asks for it."""
    if not one.keyed:
        return []
    schema = {"type": "string", "minLength": 8, "maxLength": 200}
    return [{"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema}]


def _query_parameters(one: Operation) -> list[dict[str, Any]]:
    if one.method != "GET" or one.asks is Nothing:
        return []
    fields = _inline(one.asks)
    required = set(fields.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": schema}
        for name, schema in fields["properties"].items()
    ]


def _inline(shape: type[BaseModel]) -> dict[str, Any]:
    return shape.model_json_schema(ref_template=_REFERENCE)


def _schema(shape: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema of a shape; a named one goes among the components and is referred to."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        found = _inline(shape)
        schemas.update(found.pop("$defs", {}))
        schemas[shape.__name__] = found
        return {"$ref": _REFERENCE.format(model=shape.__name__)}
    found = TypeAdapter(shape).json_schema(ref_template=_REFERENCE)
    schemas.update(found.pop("$defs", {}))
    return found


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}

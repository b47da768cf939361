"""The OpenAPI document tells of every operation."""

import json

from sangzi.api.document import document
from sangzi.api.operations import OPERATIONS


def test_every_operation_is_described(client, db):
    told = client.get("/api/v1/openapi.json").json()
    names = [one["operationId"] for methods in told["paths"].values() for one in methods.values()]
    assert sorted(names) == sorted(one.name for one in OPERATIONS)


def test_every_reference_leads_somewhere():
    told = document()
    references = {part.split('"')[0] for part in json.dumps(told).split("#/components/schemas/")[1:]}
    assert references <= told["components"]["schemas"].keys()


def test_a_wrong_method_is_refused_with_a_sentence(api, lead):
    answer = api(lead).post("/api/v1/board/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "wrong-method")

"""Writing through the JSON interface goes through the same action as the pages."""

from datetime import date

import pytest

from sangzi.programmes.actions import open_round
from sangzi.programmes.models import Record
from sangzi.scoreboard.indicators import indicators
from sangzi.scoreboard.queries import figure_of

DAY = date(2025, 5, 6)


@pytest.fixture
def told(tree):
    """The body of a record of one fair in the township."""
    round_ = open_round(
        programme="fairs", unit=tree.county, title="青禾集市", opens=date(2025, 1, 1), closes=None, by=None
    )
    return {"key": "k" * 12, "round": round_.pk, "unit": tree.township.pk, "kind": "fair", "on": DAY.isoformat()}


def post(client, told):
    return client.post("/api/v1/records/", told, content_type="application/json")


def test_a_record_moves_the_figures_above(api, member, told, tree):
    answer = post(api(member), told)
    assert answer.status_code == 200, answer.json()
    assert figure_of(indicators()["fairs"], tree.province, date(2025, 5, 31)).value == 1


def test_the_same_key_twice_is_one_record(api, member, told):
    first, second = (post(api(member), told).json() for _ in range(2))
    assert first == second
    assert Record.objects.count() == 1


def test_a_stranger_cannot_write_and_does_not_learn_that_the_unit_exists(api, stranger, told):
    assert post(api(stranger), told).status_code == 404
    assert not Record.objects.exists()


def test_an_auditor_sees_but_may_not_write(api, auditor, told):
    assert post(api(auditor), told).status_code == 403


def test_a_missing_field_is_named_and_nothing_is_written(api, member, told):
    del told["kind"]
    answer = post(api(member), told)
    assert (answer.status_code, list(answer.json()["error"]["context"]["fields"])) == (422, ["kind"])


@pytest.mark.parametrize("field", ["key", "note"])
def test_the_nul_character_that_no_database_keeps_is_refused(api, member, told, field):
    answer = post(api(member), told | {field: "a\0bcdefghi"})
    assert (answer.status_code, Record.objects.count()) == (422, 0)
    assert list(answer.json()["error"]["context"]["fields"]) == [field]

"""Every programme that ships is lived from offer to close, through the acts that pages call."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sangzi.kernel.definitions import read
from sangzi.kernel.models import AuditLine, Paper
from sangzi.programmes.definitions import ProgrammeType, programmes
from sangzi.programmes.models import Record, Round
from sangzi.programmes.trial import NotWalkable, living, walk
from sangzi.units.models import Unit
from tests.house.source import ROOT

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
EXAMPLES = sorted((ROOT / "examples" / "programmes").glob("*.toml"))

pytestmark = pytest.mark.django_db


def steps_of(happened):
    return {one.step for one in happened}


@pytest.mark.parametrize("key", sorted(programmes()))
def test_a_programme_can_be_lived(key):
    definition = programmes()[key]
    happened = walk(definition, now=NOW)
    wanted = {step.kind for step in definition.steps} - {"consent"}
    assert steps_of(happened) >= wanted | ({"certificate"} if definition.certificate else set())
    assert all(one.says for one in happened)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_can_be_lived(path):
    assert "close" in steps_of(walk(read(path, ProgrammeType), now=NOW))


def test_nothing_is_left_behind():
    walk(programmes()["project-grants"], now=NOW)
    left = [kind.objects.count() for kind in (Round, Record, Unit, Paper, AuditLine)]
    assert left == [0, 0, 0, 0, 0]


def test_the_trial_deletes_in_no_other_round(monkeypatch):
    """An installation with years behind it would be held up while all of them are purged and taken back."""
    asked = []
    monkeypatch.setattr(living, "purge_rounds", lambda **given: asked.append(given["of"]))
    walk(programmes()["exchange"], now=NOW)
    assert [one.programme for one in asked] == ["exchange"]


def test_the_trial_knows_the_tree_that_is_there(tree):
    before = Unit.objects.count()
    assert "close" in steps_of(walk(programmes()["west-plan"], now=NOW))
    assert Unit.objects.count() == before


def test_where_it_cannot_be_lived_the_step_is_told():
    told = programmes()["hope-room-visits"].model_dump(mode="json")
    apply = next(step for step in told["steps"] if step["kind"] == "applications")
    apply["by"] = ["partner"]  # who is listed is a person
    with pytest.raises(NotWalkable, match=r"步骤 applications 走不通：.*名册") as stopped:
        walk(ProgrammeType.model_validate(told), now=NOW)
    assert steps_of(stopped.value.context["walked"]) == {"round", "openings"}

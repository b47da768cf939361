"""Every programme that the plans name first, walked in a browser from what is offered to the figure that moves."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from sangzi.programmes.definitions import programmes
from tests.browser.conftest import overflow

from .receipts import found_behind
from .turns import TURNS, somebody_is_nominated
from .walking import Walk

TABLE = tomllib.loads((Path(__file__).parent / "table.toml").read_text(encoding="utf-8"))
USUAL_AGE = 22
# One walk of each manner goes with every run; `make walks` walks them all.
ALWAYS = (
    "return-home", "volunteering", "graduate-pairing", "founder-partners", "letters", "holiday-classes", "contest",
    "student-aid", "expert-visits", "fairs", "hostel-stays",
)  # fmt: skip
WALKS = os.environ.get("SANGZI_WALKS", "")
WALKED = list(TABLE) if WALKS == "all" else list(ALWAYS)
TURNED = TURNS if WALKS == "all" else (somebody_is_nominated,)


@pytest.fixture
def walk_of(cast, desk, phone_of, somebody_else):
    """A walk of a programme that has not begun yet, in the hands of who applies."""

    def made(key, **told):
        applications = programmes()[key].applications
        kind = told.get("as") or (applications.by[0] if applications else "person")
        account = walker(cast, kind, told)
        return Walk(key, kind, told, cast, desk, phone_of(account), somebody_else, account.person)

    return made


@pytest.mark.parametrize("key", WALKED)
def test_from_offer_to_figure(key, walk_of):
    told = TABLE[key]
    walk = walk_of(key, **told)
    walk.prepare()
    if walk.definition.applications is not None:
        walk.apply()
        assert overflow(walk.phone.page) == 0
        walk.decide()
        walk.live()
    for written in told.get("writes", ()):
        walk.desk.record(walk.round, walk.definition.kind(written), person=walk.walker.name)
    for figure, counted in told["figures"].items():
        assert walk.desk.figure(figure) == counted
        found_behind(walk, figure)
    if "forgets" in told:
        forgotten_but_counted(walk, told["figures"])


@pytest.mark.parametrize("turn", TURNED, ids=lambda turn: turn.__name__)
def test_turns(turn, walk_of):
    turn(walk_of)


def forgotten_but_counted(walk, figures):
    """What was filled in goes on its day; what was done stays counted."""
    assert "田" in walk.desk.listed(walk.round)
    walk.forget()
    assert "田" not in walk.desk.listed(walk.round)
    assert {one: walk.desk.figure(one) for one in figures} == figures


def walker(cast, kind, told):
    """Who walks: a secretary where a unit applies; in the register that the row names."""
    if kind in ("unit", "village") or "secretary" in told:
        return cast.secretary(cast.tree.village)
    person = cast.person("田一禾", told.get("age", USUAL_AGE))
    if "listed" in told:
        cast.enter(told["listed"], person)
    return person.account

"""Every request and every job begins a turn in its own thread."""

from __future__ import annotations

import pytest

from sangzi.kernel import jobs, turns


@pytest.fixture
def begun(monkeypatch):
    told = []
    monkeypatch.setattr(turns, "_listeners", [lambda: told.append("turn")])
    return told


def test_a_request_begins_one(begun, client, db):
    client.get("/")
    assert begun == ["turn"]


def test_a_job_begins_one(begun, db, monkeypatch):
    monkeypatch.setitem(jobs._tasks, "t.nothing", jobs.Task("t.nothing", lambda *_given: {}, 1))
    jobs.enqueue(kind="t.nothing", key="one", arguments={}, by=None)
    assert jobs.work_once(jobs.new_worker())
    assert begun == ["turn"]

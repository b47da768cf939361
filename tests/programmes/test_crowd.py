"""A province's summer on a smaller scale: as many for a seat as in the whole one, shared by the same jobs."""

import pytest
from django.db import connection

from benchmarks import crowd

STUDENTS, POSTS, COUNTIES = 2_100, 500, 8  # more than are shared at once


# A job beats in a thread of its own, which sees on PostgreSQL only what is committed.
@pytest.mark.django_db(transaction=connection.vendor == "postgresql")
def test_nobody_is_placed_above_a_capacity_everybody_is_told_and_pages_are_found_by_key():
    round_ = crowd.fill(STUDENTS, POSTS, COUNTIES)
    steps = dict(crowd.shared(round_, crowd.officer_of(round_)))
    assert "shared by a job" in steps
    assert crowd.wrongs(round_) == []
    plan = crowd.page_plan(round_)
    assert "application_round_state" in plan, plan

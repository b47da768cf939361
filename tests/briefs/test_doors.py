"""Several people issue a unit's brief at once: every number once, none left out; the job; the command; who may read."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from sangzi.briefs.access import get_brief_for, require_may_issue
from sangzi.briefs.actions import ANCHORS, issue_later
from sangzi.briefs.models import Brief
from sangzi.briefs.queries import file_of, issued_by, request_of
from sangzi.cli import main
from sangzi.kernel import anchors, jobs
from sangzi.kernel.errors import BadInput, NotPermitted, NotVisible
from sangzi.kernel.models import Job
from sangzi.units.access import scope_of
from tests.races.processes import all_at_once

from .conftest import NOVEMBER, TODAY

TOGETHER = 6


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_issued_at_once_the_numbers_have_no_gap_and_no_double(issue, tree, settings, tmp_path):
    settings.SANGZI_HOME = tmp_path
    units = [tree.province, tree.county]
    outcomes = all_at_once(TOGETHER, lambda number: issue(unit=units[number % 2]))
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    for unit in units:
        assert sorted(Brief.objects.filter(unit=unit).values_list("number", flat=True)) == [1, 2, 3]
    assert len({file_of(brief).read_bytes() for brief in outcomes}) == TOGETHER
    assert list(anchors.verify(tmp_path / ANCHORS)) == []


@pytest.mark.django_db(transaction=True)
def test_a_job_issues_a_brief_and_names_it(province, lead):
    job = issue_later(unit=province, month=NOVEMBER, today=TODAY, key="one", by=lead)
    assert jobs.work_once("worker")
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.sentence
    assert issued_by(job) == Brief.objects.get(by=lead).pk


@pytest.mark.django_db
def test_a_request_sent_twice_is_one_job(province, lead):
    sent = [issue_later(unit=province, month=NOVEMBER, today=TODAY, key="one", by=lead) for _time in range(2)]
    assert sent[0] == sent[1] == request_of(province, "one")
    assert request_of(province, "two") is None


@pytest.mark.django_db
def test_a_month_that_has_not_begun_is_refused_before_a_worker_sees_it(province, lead):
    with pytest.raises(BadInput, match="2025-12还没有开始"):
        issue_later(unit=province, month=NOVEMBER + 1, today=TODAY, key="one", by=lead)


@pytest.mark.django_db
def test_an_auditor_may_read_and_not_issue(province, lead, auditor):
    require_may_issue(scope_of(lead, TODAY), province)
    with pytest.raises(NotPermitted, match="吉林"):
        require_may_issue(scope_of(auditor, TODAY), province)


@pytest.mark.django_db
def test_the_command_writes_the_document_where_it_is_told(province, tmp_path):
    out = tmp_path / "folder" / "brief.docx"
    done = CliRunner().invoke(main, ["brief", "--unit", province.code, "--month", "2025-10", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "吉林省2025年10月工作情况（第 1 期）" in done.output
    assert out.read_bytes() == file_of(Brief.objects.get()).read_bytes()


@pytest.mark.django_db
def test_the_command_refuses_an_unknown_unit_in_a_sentence(province):
    done = CliRunner().invoke(main, ["brief", "--unit", "999999"])
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.django_db
def test_only_those_who_see_the_unit_find_its_brief(issue, lead, stranger):
    brief = issue()
    assert get_brief_for(scope_of(lead, TODAY), brief.pk) == brief
    with pytest.raises(NotVisible):
        get_brief_for(scope_of(stranger, TODAY), brief.pk)

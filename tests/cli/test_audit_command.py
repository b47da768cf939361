"""`sangzi audit`, `sangzi work`, `sangzi check` and `sangzi manage`."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.core import checks
from django.db import transaction

from sangzi.cli import main
from sangzi.kernel import audit, jobs
from sangzi.kernel.models import Job
from tests.flush import without_triggers

pytestmark = pytest.mark.django_db


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def write(times: int) -> None:
    with transaction.atomic():
        for _ in range(times):
            audit.append(chain=1, act="test.write", about="", by=None)


def cut_the_end() -> None:
    from django.db import connection

    with connection.cursor() as cursor, without_triggers(cursor):
        cursor.execute("DELETE FROM kernel_auditline WHERE seq = 3")
    audit.AuditHead.objects.update(seq=2, hash=audit.AuditLine.objects.get(seq=2).hash)


@pytest.fixture
def anchored(tmp_path):
    """A file of anchors over a chain of three lines."""
    write(3)
    path = tmp_path / "anchors.jsonl"
    assert run("audit", "anchor", "--to", path).exit_code == 0
    return path


def test_whole_chains_are_told_with_their_digest():
    write(3)
    told = run("audit", "verify")
    assert told.exit_code == 0
    assert f"审计链完整：3 行，链首摘要 {audit.head_digest()}" in told.output


def test_a_breach_is_told_with_its_place_and_ends_with_an_error(anchored):
    cut_the_end()
    told = run("audit", "verify", "--anchors", anchored)
    assert told.exit_code == 1
    assert "链 1 第 3 行：锚文件记下的这一行已经不在或不同" in told.output


def test_anchors_that_agree_are_told(anchored):
    assert f"已与锚文件 {anchored} 核对。" in run("audit", "verify", "--anchors", anchored).output


def test_an_anchor_tells_what_to_do_with_it(anchored):
    assert "另存到别的机器" in run("audit", "anchor", "--to", anchored).output


def test_the_command_line_speaks_english_when_asked(monkeypatch):
    monkeypatch.setenv("SANGZI_LANG", "en")
    assert "The audit chains are whole: 0 lines" in run("audit", "verify").output


@jobs.task("test.told")
def told(_job, _arguments, _progress):
    return {}


def test_work_once_does_what_waits_and_ends():
    for key in ("a", "b"):
        jobs.enqueue(kind="test.told", key=key, arguments={}, by=None)
    assert "做完了 2 项任务。" in run("work", "--once").output
    assert set(Job.objects.filter(kind="test.told").values_list("state", flat=True)) == {"done"}


def test_check_says_that_nothing_has_to_be_changed():
    told = run("check")
    assert told.exit_code == 0, told.output
    assert "检查通过" in told.output


def test_check_says_what_has_to_be_changed(monkeypatch):
    complaint = checks.Error("number.toml: unknown key", hint="remove it", id="test.E001")
    monkeypatch.setattr(checks, "run_checks", lambda **_kwargs: [complaint])
    told = run("check")
    assert told.exit_code == 1
    assert told.output == "test.E001: number.toml: unknown key\n    → remove it\n"


def test_manage_passes_everything_on_to_django():
    assert "usage: sangzi manage migrate" in run("manage", "migrate", "--help").output.replace("\n", " ")

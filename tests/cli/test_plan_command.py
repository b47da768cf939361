from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from sangzi.cli.plan import command
from sangzi.engines.plangrammar import ROW_FIELDS

START = "from sangzi.cli import main; main()"
PLAN = "2024年林业工作要点\n到2026年，全市新建苗圃不少于5个。（责任部门：市林草局）\n每月召开一次例会。\n"


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return str(path)


def test_each_commitment_is_a_json_object_with_the_published_fields(plan):
    lines = CliRunner().invoke(command, ["read", plan, "--jsonl"]).stdout.splitlines()
    assert [tuple(json.loads(line)) for line in lines] == [ROW_FIELDS, ROW_FIELDS]
    assert "新建苗圃" in lines[0]


def test_the_table_says_what_how_much_and_until_when(plan):
    out = CliRunner().invoke(command, ["read", plan]).stdout
    assert "2 条可衡量的表述" in out
    for word in ("目标", "≥5个", "2026-12-31", "（市林草局）"):
        assert word in out


def test_the_year_may_be_given(plan):
    assert "2020 年" in CliRunner().invoke(command, ["read", plan, "--year", "2020"]).stdout


def test_what_the_reader_doubts_goes_to_the_error_stream(tmp_path):
    (tmp_path / "plan.txt").write_text("培训林农不少于名，", "utf-8")
    told = CliRunner().invoke(command, ["read", str(tmp_path / "plan.txt")])
    assert "缺了数字" in told.stderr
    assert told.exit_code == 0


def test_a_file_that_cannot_be_read_ends_with_a_sentence_and_a_code(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", START, "plan", "read", str(tmp_path / "none.txt")],
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.decode().strip()) == (2, "找不到文件“none.txt”；请检查路径。")


def test_reading_a_file_starts_no_django(plan):
    code = (
        "import sys; from click.testing import CliRunner; from sangzi.cli import main; "
        f"print(CliRunner().invoke(main, ['plan', 'read', {plan!r}]).exit_code, 'django.apps' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.split() == [b"0", b"False"]

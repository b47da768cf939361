"""Whatever is typed or configured wrongly is told in a sentence, with exit code 2 and without a traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from django.utils import translation

from sangzi.cli import main

SANGZI = [sys.executable, "-c", "from sangzi.cli import main; main()"]


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def started(home, *arguments: str, **setting: str):
    """A process of its own: settings are read once, when Django loads."""
    environment = {**os.environ, "SANGZI_DATABASE": "", "SANGZI_LANG": "zh-hans", **setting, "SANGZI_HOME": str(home)}
    return subprocess.run([*SANGZI, *arguments], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("plan reed", "没有命令 reed；是不是 read"),
        ("nonsense", "没有命令 nonsense；可用的命令："),
        ("plan read", "缺少 FILE"),
        ("plan read a b", "多了这些词：b"),
        ("figures --unt 22", "没有选项 --unt；是不是 --unit"),
        ("figures", "请用 --unit 写明单位的代码"),
        ("figures --unit 22 --as-of 2025-13-01", "--as-of 的值用不了：“2025-13-01”不行；请写成 2025-06-30 的样子"),
        ("brief --unit 22 --month 0001-01", "--month 的值用不了：“0001-01”不行；请写成 2025-06 的样子"),
        ("serve --port 0", "--port 的值用不了：要填数字，最小 1，最大 65535"),
        ("audit verify --anchors .", "--anchors 的值用不了：要填文件的路径，而不是文件夹"),
        ("units search x --limit 0", "--limit 的值用不了：要填数字，最小 1，最大 不限"),
    ],
)
def test_what_cannot_be_used_is_told_in_chinese(typed, sentence):
    told = run(*typed.split())
    assert (told.exit_code, told.output.startswith(sentence)) == (2, True), told.output


def test_a_file_that_is_not_there_is_named(db, tmp_path):
    told = run("audit", "verify", "--anchors", tmp_path / "anchors.jsonl")
    assert told.exit_code == 2
    assert "anchors.jsonl”读不了或写不进" in told.output


def test_a_mistake_of_the_program_keeps_its_traceback(monkeypatch):
    monkeypatch.setattr("django.core.checks.run_checks", lambda **_kwargs: 1 / 0)
    assert isinstance(run("check").exception, ZeroDivisionError)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"PORT": "abc"}, "环境变量 PORT 的值“abc”不是端口"),
        ({"SANGZI_DATABASE": "mysql://a:hidden@b/c"}, "SANGZI_DATABASE 不是 PostgreSQL 的地址"),
        ({"SANGZI_DATABASE": "postgresql://a:hidden@127.0.0.1:1/c"}, "连不上 127.0.0.1:1 上的 PostgreSQL 数据库“c”"),
        ({"SANGZI_DEFINITIONS": "/nowhere"}, "SANGZI_DEFINITIONS 所指的“/nowhere”不是文件夹"),
        ({}, "数据库还是空的。请先运行 sangzi demo"),
    ],
)
def test_an_installation_that_cannot_start_says_what_to_change(tmp_path, setting, sentence):
    told = started(tmp_path, "figures", "--unit", "22", **setting)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(sentence), told.stderr
    assert "hidden" not in told.stderr


def test_what_is_no_database_is_told(tmp_path):
    (tmp_path / "sangzi.db").write_text("what a database never says\n" * 99)
    assert "sangzi.db”打不开，或不是 SQLite 数据库" in started(tmp_path, "units", "search", "x").stderr


def test_a_half_secret_is_told(tmp_path):
    (tmp_path / "secret.key").write_text("short")
    told = started(tmp_path, "check")
    assert (told.returncode, "secret.key”内容不完整；请从备份恢复" in told.stderr) == (2, True)


def test_a_home_that_is_no_folder_is_told_in_english_too(tmp_path):
    (tmp_path / "file").write_text("")
    told = started(tmp_path / "file", "check", SANGZI_LANG="en")
    assert (told.returncode, "SANGZI_HOME names cannot be used" in told.stderr) == (2, True)


@pytest.mark.parametrize(
    ("terminal", "english"),
    [
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "SANGZI_LANG": "zh-hans"}, False),
        ({"SANGZI_LANG": "en"}, True),
    ],
)
def test_the_command_line_speaks_as_the_terminal_does(monkeypatch, terminal, english):
    for name in ("SANGZI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in terminal.items():
        monkeypatch.setenv(name, value)
    told = run("nonsense")
    assert told.output.startswith("There is no command nonsense" if english else "没有命令 nonsense")


def test_a_process_speaks_english_in_an_english_terminal(tmp_path):
    (tmp_path / "secret.key").write_text("short")
    told = started(tmp_path, "check", SANGZI_LANG="", LANG="en_US.UTF-8", LC_ALL="")
    assert (told.returncode, "holds no usable secret" in told.stderr) == (2, True)


def test_what_a_worker_writes_down_is_chinese_in_any_terminal(db, monkeypatch):
    spoken = []
    monkeypatch.setenv("SANGZI_LANG", "en")
    monkeypatch.setattr("sangzi.kernel.jobs.work_once", lambda _worker: spoken.append(translation.get_language()))
    assert "0 jobs" in run("work", "--once").output
    assert spoken == ["zh-hans"]


@pytest.fixture
def misspelt(tmp_path):
    """An organisation's own folder with one key misspelt."""
    folder = tmp_path / "own" / "places"
    folder.mkdir(parents=True)
    lines = ['key = "hut"', 'title = "小屋"', 'title_en = "Hut"', 'level = ["village"]', 'source = "-"']
    (folder / "hut.toml").write_text("\n".join(lines), "utf-8")
    return {"SANGZI_DEFINITIONS": str(tmp_path / "own")}


@pytest.mark.parametrize(("command", "code"), [(["check"], 1), (["demo", "--no-serve"], 2)])
def test_a_misspelt_definition_stops_the_start_with_the_word_that_was_meant(tmp_path, misspelt, command, code):
    told = started(tmp_path / "home", *command, **misspelt)
    assert told.returncode == code
    assert "hut.toml：level：没有这一项；是不是“levels”？" in told.stderr
    assert not (tmp_path / "home" / "sangzi.db").exists()

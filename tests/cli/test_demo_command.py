"""`sangzi demo`: killed half-way it leaves nothing, run again it keeps what was entered."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pysqlite3
import pytest

from sangzi.cli import demo, serve
from sangzi.kernel.errors import Conflict

SANGZI = [sys.executable, "-c", "from sangzi.cli import main; main()"]
DEMO = [*SANGZI, "demo", "--no-serve", "--scale", "0.01", "--until", "2026-11-21"]
HALF_WAY = 8_000_000  # bytes of the write-ahead log: the tree is in, the sample is being made
PATIENCE = 300


@pytest.fixture
def home(tmp_path):
    """An installation of its own, on SQLite whatever the tests run on."""
    return {**os.environ, "SANGZI_HOME": str(tmp_path), "SANGZI_DATABASE": "", "SANGZI_LANG": "zh-hans"}


def demo_run(home):
    return subprocess.run(DEMO, env=home, capture_output=True, text=True, check=True).stdout


@contextmanager
def database(home):
    """The installation's database, read from outside."""
    connection = pysqlite3.connect(Path(home["SANGZI_HOME"]) / "sangzi.db")
    yield connection
    connection.commit()
    connection.close()


def count(home, table):
    with database(home) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def kill_half_way(home):
    log = Path(home["SANGZI_HOME"]) / "sangzi.db-wal"
    started, until = subprocess.Popen(DEMO, env=home, stdout=subprocess.DEVNULL), time.monotonic() + PATIENCE
    while not (log.exists() and log.stat().st_size > HALF_WAY):
        assert started.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.02)
    started.send_signal(signal.SIGKILL)
    started.wait()


def test_a_first_run_killed_half_way_begins_anew_and_a_later_run_keeps_what_was_entered(home):
    kill_half_way(home)
    assert count(home, "units_unit") == 0
    assert "sangzi-demo" in demo_run(home)
    accounts = count(home, "kernel_account")
    with database(home) as connection:
        connection.execute("UPDATE kernel_account SET name = '改名' WHERE username = 'jilin'")
    assert "已经载入" in demo_run(home)
    with database(home) as connection:
        name = connection.execute("SELECT name FROM kernel_account WHERE username = 'jilin'").fetchone()[0]
    assert (name, count(home, "kernel_account")) == ("改名", accounts)


def test_an_installation_in_use_is_not_mixed_with_the_sample(tree):
    with pytest.raises(Conflict):
        demo.prepare(until=None, seed=1, scale=0.01)


def test_a_port_in_use_is_told_in_a_sentence():
    with socket.socket() as taken:
        taken.bind((serve.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Conflict) as refused:
            serve.refuse_taken(serve.ADDRESS, port)
    assert str(port) in refused.value.sentence

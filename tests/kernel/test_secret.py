"""The installation's secret: made once, by whoever comes first, for its owner alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from sangzi.kernel.early import BadInstallation
from sangzi.kernel.secret import installation_secret

TOGETHER = 8


def test_it_is_kept_and_only_its_owner_may_read_it(tmp_path):
    made = installation_secret(tmp_path / "home")
    assert installation_secret(tmp_path / "home") == made
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_all_that_start_together_have_the_same_and_leave_no_draft(tmp_path):
    start = Barrier(TOGETHER)

    def first(_number: int) -> str:
        start.wait()
        return installation_secret(tmp_path)

    with ThreadPoolExecutor(TOGETHER) as pool:
        assert len(set(pool.map(first, range(TOGETHER)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("content", [b"", b"short", "密".encode() * 40])
def test_what_is_no_secret_is_refused(tmp_path, content):
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(BadInstallation):
        installation_secret(tmp_path)

"""The installation's own secret: made once, kept outside the database, never a default."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from .early import BadInstallation, said

SHORTEST = 40


def installation_secret(home: Path) -> str:
    """The secret in `home/secret.key`, made on first use with owner-only rights.

    It is written whole under another name and then given its own, which only the first of two processes that
    start together can do: neither reads half a secret, and both read the same. Raises `BadInstallation`.
    """
    path = home / "secret.key"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        secret = path.read_bytes().strip()
    except OSError as error:
        raise _unusable_home(home, error) from error
    if len(secret) < SHORTEST or not secret.isascii():
        raise _unusable_secret(path)
    return secret.decode("ascii")


def _make_secret(path: Path) -> None:
    draft = path.with_name(f"secret.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(handle)
        with suppress(FileExistsError):  # another process was first: its secret is the one
            os.link(draft, path)
    finally:
        draft.unlink()


def _unusable_home(home: Path, error: OSError) -> BadInstallation:
    return BadInstallation(
        said(
            f"不能读写 SANGZI_HOME 所指的文件夹“{home}”（{error.strerror}）；请换一个可写的文件夹，或更正它的权限。",
            f"The folder {home} that SANGZI_HOME names cannot be used ({error.strerror}); "
            "name one that can be written to, or correct its permissions.",
        )
    )


def _unusable_secret(path: Path) -> BadInstallation:
    return BadInstallation(
        said(
            f"密钥文件“{path}”内容不完整；请从备份恢复，全新安装则可删去它后重新启动。",
            f"{path} holds no usable secret; restore it from the backup, or remove it on a new installation.",
        )
    )

"""The installation's own secret: made once, kept outside the database, never a default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def installation_secret(home: Path) -> str:
    """The secret in `home/secret.key`, made on first use with owner-only rights.

    Exclusive creation keeps two processes that start together from each making one.
    """
    path = home / "secret.key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    secret = path.read_text("ascii").strip()
    if len(secret) < 40:
        raise RuntimeError(
            f"{path} holds no usable secret: restore it from the backup, or remove it on a new installation"
        )
    return secret

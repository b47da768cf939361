"""Where e-mail leaves: what SANGZI_MAIL says, as Django wants it described."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from .early import BadInstallation, said

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class Mailbox(NamedTuple):
    """Django's settings for e-mail; without a server letters become files in `folder`."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    folder: Path | None = None
    patience: int = 20  # seconds


def mailbox(url: str, home: Path) -> Mailbox:
    """What `url` describes; files in the home folder when it is empty.

    Raises `BadInstallation` for what is no address of a mail server, without repeating it: it may hold a password.
    """
    if not url:
        return Mailbox("django.core.mail.backends.filebased.EmailBackend", folder=home / "mail")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise _no_address() from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise _no_address()
    return _server(parts, parts.hostname, port)


def _server(parts: SplitResult, host: str, port: int) -> Mailbox:
    return Mailbox(
        "django.core.mail.backends.smtp.EmailBackend",
        host=host,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )


def _no_address() -> BadInstallation:
    return BadInstallation(
        said(
            "SANGZI_MAIL 不是邮件服务器的地址；请写成 smtps://用户:密码@主机:465（或用 smtp:// 走 STARTTLS），"
            "留空则写成文件。",
            "SANGZI_MAIL is no address of a mail server; write smtps://user:password@host:465 "
            "(or smtp:// for STARTTLS), or leave it empty for files.",
        )
    )

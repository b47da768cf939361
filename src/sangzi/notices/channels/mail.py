"""E-mail through Django: one connection for a batch, one message for each letter, text and plain HTML."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .shape import SENT, Letter, Outcome

REFUSED_FOR_NOW = range(400, 500)  # RFC 5321, section 4.2.1
AFTER_REFUSAL = timedelta(minutes=15)
KEEP_FILES = timedelta(days=7)


class Mail:
    """A mail server, or without one a folder of files."""

    key = "mail"
    size = 50
    asks_address = True
    by_custom = True
    title: str | Promise = _l("电子邮件")

    def is_ready(self) -> bool:
        return True

    def complaints(self) -> list[str]:
        return []  # its address is read, and refused, while the settings load

    def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return [Outcome("again", _("邮件服务器没有连上（%(error)s）。") % _named(error))] * len(letters)
        outcomes: list[Outcome] = []
        try:
            for letter in letters:
                outcomes.append(_sent(letter, connection))
                if outcomes[-1].state == "unsure":  # the line is dead: the rest did not leave
                    break
        finally:
            _close(connection)
        rest = Outcome("again", _("邮件服务器中途断开。"))
        return outcomes + [rest] * (len(letters) - len(outcomes))


def message_of(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The letter as an e-mail. Its Message-ID is the letter's own, so that a mailbox may know it again."""
    context = {"letter": letter, "settings_link": f"{settings.SANGZI_ADDRESS}/me/notices/settings/"}
    with translation.override(letter.language):
        text = render_to_string("notices/mail.txt", context)
        page = render_to_string("notices/mail.html", context)
    headers = {
        "Message-ID": f"<{letter.request}@{_host()}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{context['settings_link']}>",
    }
    subject = " ".join(letter.title.split())
    message = EmailMultiAlternatives(subject, text, to=[letter.to], headers=headers, connection=connection)
    message.attach_alternative(page, "text/html")
    return message


def forget_files(now: datetime) -> int:
    """Remove e-mails that were written as files a week ago: they hold addresses and names; returns how many."""
    folder = Path(settings.EMAIL_FILE_PATH) if settings.EMAIL_FILE_PATH else None
    old = (
        [file for file in folder.glob("*.log") if file.stat().st_mtime < (now - KEEP_FILES).timestamp()]
        if folder
        else []
    )
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _sent(letter: Letter, connection: Any) -> Outcome:
    try:
        message_of(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as refused:
        return _refused(min(code for code, _said in refused.recipients.values()))
    except smtplib.SMTPResponseException as refused:
        return _refused(refused.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("unsure", _("发送时断开了（%(error)s），不知道是否送到，为免重复没有再发。") % _named(error))
    return SENT


def _refused(code: int) -> Outcome:
    if code in REFUSED_FOR_NOW:
        return Outcome("again", _("邮件服务器暂时不收（%(code)s）。") % {"code": code}, AFTER_REFUSAL)
    return Outcome("failed", _("邮件服务器拒收（%(code)s）；请检查邮箱地址。") % {"code": code})


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        connection.connection = None  # a server that hangs up first changes nothing about what was sent


def _named(error: Exception) -> dict[str, str]:
    return {"error": type(error).__name__}


def _host() -> str:
    return settings.SANGZI_ADDRESS.split("//")[-1].split("/")[0].split(":")[0] or "localhost"

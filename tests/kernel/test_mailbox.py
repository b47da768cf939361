"""Where e-mail leaves, by one setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangzi.kernel.early import BadInstallation
from sangzi.kernel.mailbox import mailbox

HOME = Path("/home")


def test_without_a_server_letters_are_files():
    found = mailbox("", HOME)
    assert (found.backend.split(".")[-2], found.folder) == ("filebased", HOME / "mail")


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://mail.example.cn", 587, True, False),
        ("smtps://mail.example.cn", 465, False, True),
        ("smtp+plain://localhost:2525", 2525, False, False),
    ],
)
def test_the_scheme_says_how_the_line_is_kept(url, port, starttls, tls):
    found = mailbox(url, HOME)
    assert (found.port, found.starttls, found.tls) == (port, starttls, tls)


def test_user_and_password_may_hold_any_sign():
    found = mailbox("smtps://tian%40example.cn:p%3Aw%40d@mail.example.cn", HOME)
    assert (found.user, found.password, found.host) == ("tian@example.cn", "p:w@d", "mail.example.cn")


@pytest.mark.parametrize("url", ["mail.example.cn", "http://u:geheim@mail.example.cn", "smtps://:1", "smtp://x:port"])
def test_what_is_no_mail_server_is_refused_without_repeating_it(url):
    with pytest.raises(BadInstallation, match="SANGZI_MAIL") as refused:
        mailbox(url, HOME)
    assert "geheim" not in refused.value.sentence

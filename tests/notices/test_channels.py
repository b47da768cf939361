"""Channels against servers that behave as the real ones do: what is sent, what is refused, what nobody knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import get_connection
from django.utils import timezone

from sangzi.notices.channels import asking, mail
from sangzi.notices.channels.mail import Mail
from sangzi.notices.channels.shape import Letter
from sangzi.notices.channels.sms import Sms
from sangzi.notices.channels.wecom import WeCom
from sangzi.notices.checks import channels_are_set_up_or_not

from .standin import MailStandin, SmsStandin, WeComStandin, listening, mail_listening

LINK = "https://sangzi.example.cn/me/"


def letter(to, number=1, title="返家乡岗位延期", text="到3月9日", link=LINK, language="zh-hans"):
    return Letter(f"sangzi-{number}", to, language, title, text, link)


def states(outcomes):
    return [one.state for one in outcomes]


@pytest.fixture
def wecom(monkeypatch):
    with listening(WeComStandin({"TianYihe", "shi"})) as standin:
        monkeypatch.setenv("SANGZI_WECOM_CORP", standin.corp)
        monkeypatch.setenv("SANGZI_WECOM_SECRET", standin.secret)
        monkeypatch.setenv("SANGZI_WECOM_AGENT", str(standin.agent))
        monkeypatch.setenv("SANGZI_WECOM_ADDRESS", standin.url)
        yield standin


@pytest.fixture
def sms(monkeypatch):
    with listening(SmsStandin()) as standin:
        monkeypatch.setenv("SANGZI_SMS_ADDRESS", f"{standin.url}/v1/messages")
        monkeypatch.setenv("SANGZI_SMS_APP", standin.app)
        monkeypatch.setenv("SANGZI_SMS_SECRET", standin.secret)
        monkeypatch.setenv("SANGZI_SMS_SIGN", standin.sign)
        monkeypatch.setenv("SANGZI_SMS_TEMPLATE", standin.template)
        yield standin


@pytest.fixture
def post_office(settings):
    with mail_listening(MailStandin()) as standin:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", standin.port, 2
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield standin


@pytest.fixture
def hasty(monkeypatch):
    """Waits less than a slow server takes."""
    monkeypatch.setattr(asking.ask, "__kwdefaults__", {**asking.ask.__kwdefaults__, "patience": 0.3})


def test_wecom_shows_members_a_card_each_in_one_call(wecom):
    assert states(WeCom().send([letter("TianYihe"), letter("shi", 2)])) == ["sent", "sent"]
    assert [name for name, _message in wecom.shown] == ["tianyihe", "shi"]
    assert wecom.asked.count(("POST", "/cgi-bin/message/send", "")) == 1


def test_wecom_without_a_link_is_a_text(wecom):
    WeCom().send([letter("shi", link="")])
    ((_name, message),) = wecom.shown
    assert message["text"]["content"] == "返家乡岗位延期\n到3月9日"


def test_wecom_keeps_different_words_apart(wecom):
    WeCom().send([letter("shi", title="甲"), letter("tianyihe", 2, title="乙"), letter("tianyihe", 3, title="甲")])
    told = sorted((name, message["textcard"]["title"]) for name, message in wecom.shown)
    assert told == [("shi", "甲"), ("tianyihe", "乙"), ("tianyihe", "甲")]


def test_wecom_is_asked_for_one_token(wecom):
    channel = WeCom()
    for number in range(3):
        channel.send([letter("shi", number, title=str(number))])
    assert wecom.given == 1


@pytest.mark.parametrize("gone", ["expire", "unknown"])
def test_a_token_that_is_gone_is_renewed_and_the_message_sent(wecom, gone):
    channel = WeCom()
    channel.send([letter("shi", title="一")])
    wecom.expire() if gone == "expire" else wecom.tokens.clear()
    assert states(channel.send([letter("shi", 2, title="二")])) == ["sent"]
    assert (wecom.given, len(wecom.shown)) == (2, 2)


def test_wecom_names_who_is_not_a_member(wecom):
    wecom.unlicensed.add("shi")
    assert states(WeCom().send([letter("TianYihe"), letter("Nobody", 2), letter("shi", 3)])) == [
        "sent",
        "failed",
        "failed",
    ]
    assert states(WeCom().send([letter("Nobody", 4)])) == ["failed"]


def test_a_thousand_members_fit_into_one_call(wecom):
    names = [f"m{number}" for number in range(WeCom.size)]
    wecom.members = set(names)
    assert set(states(WeCom().send([letter(name) for name in names]))) == {"sent"}
    assert len(wecom.shown) == WeCom.size


@pytest.mark.parametrize("fault", ["hang up after", "garbage"])
def test_after_silence_wecom_is_asked_once_more_and_shows_it_once(wecom, fault):
    channel = WeCom()
    channel.send([letter("shi", title="先拿到令牌")])
    wecom.faults.append(fault)
    assert states(channel.send([letter("shi", 2)])) == ["sent"]
    assert len(wecom.shown) == 2


def test_wecom_that_stays_silent_leaves_us_unsure(wecom, hasty):
    channel = WeCom()
    channel.send([letter("shi", title="先拿到令牌")])
    wecom.faults.extend(["slow", "slow"])
    assert states(channel.send([letter("shi", 2)])) == ["unsure"]


@pytest.mark.parametrize(("code", "minutes"), [(45009, 5), (60020, 60)])
def test_too_much_and_wrong_settings_wait(wecom, code, minutes):
    wecom.code = code
    (outcome,) = WeCom().send([letter("shi")])
    assert (outcome.state, outcome.wait) == ("again", timedelta(minutes=minutes))


def test_a_wrong_secret_waits_to_be_mended(wecom, monkeypatch):
    monkeypatch.setenv("SANGZI_WECOM_SECRET", "wrong")
    (outcome,) = WeCom().send([letter("shi")])
    assert (outcome.state, wecom.shown) == ("again", [])
    assert "40001" in outcome.sentence


def test_long_words_are_cut_where_wecom_would(wecom):
    assert states(WeCom().send([letter("shi", title="长" * 300, text="句" * 3000)])) == ["sent"]


@pytest.mark.parametrize("channel", [WeCom, Sms])
def test_a_server_that_is_not_there_surely_sent_nothing(wecom, sms, monkeypatch, channel):
    monkeypatch.setenv("SANGZI_WECOM_ADDRESS", "http://127.0.0.1:9")
    monkeypatch.setenv("SANGZI_SMS_ADDRESS", "http://127.0.0.1:9/v1/messages")
    assert states(channel().send([letter("13812341234")])) == ["again"]


def test_the_gateway_takes_signed_templates(sms):
    outcomes = Sms().send([letter("13812341234"), letter("13912341234", 2, title="很" * 80)])
    assert states(outcomes) == ["sent", "sent"]
    assert sms.sent == [("13812341234", "返家乡岗位延期"), ("13912341234", "很" * 35)]


def test_the_gateway_refuses_some_and_takes_others(sms):
    sms.refused["13812341234"] = "BLACKLISTED"
    outcomes = Sms().send([letter("13812341234"), letter("13912341234", 2), letter("010", 3)])
    assert states(outcomes) == ["failed", "sent", "failed"]
    assert "BLACKLISTED" in outcomes[0].sentence


@pytest.mark.parametrize("setting", ["SECRET", "APP", "SIGN", "TEMPLATE"])
def test_wrong_settings_are_told(sms, monkeypatch, setting):
    monkeypatch.setenv(f"SANGZI_SMS_{setting}", "wrong")
    assert states(Sms().send([letter("13812341234")])) == ["failed"]
    assert sms.sent == []


def test_a_limit_is_waited_for_as_long_as_the_gateway_says(sms):
    sms.limited = True
    (outcome,) = Sms().send([letter("13812341234")])
    assert (outcome.state, outcome.wait) == ("again", timedelta(seconds=120))


@pytest.mark.parametrize("fault", ["slow", "hang up", "hang up after", "broken", "garbage"])
def test_after_silence_no_sms_is_sent_again(sms, hasty, fault):
    sms.faults.append(fault)
    assert states(Sms().send([letter("13812341234")])) == ["unsure"]
    assert len(sms.asked) == 1


def test_letters_leave_over_one_connection(post_office):
    outcomes = Mail().send([letter(f"a{number}@example.cn", number) for number in range(3)])
    assert states(outcomes) == ["sent"] * 3
    assert post_office.connections == 1


@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (451, "again")])
def test_a_refused_recipient_does_not_stop_the_others(post_office, code, state):
    post_office.refused["a@example.cn"] = code
    outcomes = Mail().send([letter("a@example.cn"), letter("b@example.cn", 2)])
    assert states(outcomes) == [state, "sent"]


def test_a_server_that_hangs_up_leaves_one_letter_unsure_and_the_rest_for_later(post_office):
    post_office.hang_up_at = 2
    outcomes = Mail().send([letter(f"a{number}@example.cn", number) for number in range(4)])
    assert states(outcomes) == ["sent", "unsure", "again", "again"]
    assert len(post_office.letters) == 2


def test_no_mail_server_means_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert states(Mail().send([letter("a@example.cn")])) == ["again"]


def test_an_e_mail_says_it_in_text_and_in_html(mailoutbox):
    Mail().send([letter("a@example.cn", title="结束\n了", text="<b>明天</b>")])
    (message,) = mailoutbox
    assert (message.subject, message.to) == ("结束 了", ["a@example.cn"])
    assert LINK in message.body
    ((page, _kind),) = message.alternatives
    assert "&lt;b&gt;明天" in page
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_e_mail_speaks_its_reader_s_language(mailoutbox):
    Mail().send([letter("a@example.cn", language="en")])
    assert "Please do not reply" in mailoutbox[0].body


def test_without_a_server_e_mails_are_files(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    assert states(Mail().send([letter("a@example.cn")])) == ["sent"]
    (file,) = tmp_path.iterdir()
    assert b"To: a@example.cn" in file.read_bytes()


def test_e_mails_written_as_files_are_forgotten_after_a_week(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    (tmp_path / "one.log").write_text("To: a@example.cn")
    assert mail.forget_files(timezone.now() + timedelta(days=6)) == 0
    assert mail.forget_files(timezone.now() + timedelta(days=8)) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_message_id_is_the_letter_s_own():
    message = mail.message_of(letter("a@example.cn", 7), get_connection())
    assert message.message()["Message-ID"].startswith("<sangzi-7@")


@pytest.mark.parametrize("address", ["http://example.cn/send", "ftp://example.cn", "", "https://"])
def test_secrets_leave_over_https_only(address):
    assert not asking.is_safe(address)
    with pytest.raises(ValueError, match="HTTPS"):
        asking.ask(address)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"SANGZI_WECOM_CORP": "c"}, "要么都填"),
        ({"SANGZI_SMS_APP": "a"}, "SANGZI_SMS_SECRET"),
        ({f"SANGZI_SMS_{one}": "x" for one in ("ADDRESS", "APP", "SECRET", "SIGN", "TEMPLATE")}, "https://"),
    ],
)
def test_a_channel_set_up_by_halves_stops_the_start(monkeypatch, given, word):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    (error,) = channels_are_set_up_or_not()
    assert word in error.msg


def test_channels_without_settings_are_fine():
    assert channels_are_set_up_or_not() == []


def test_a_letter_does_not_show_its_address_in_logs():
    assert "13812341234" not in repr(letter("13812341234"))

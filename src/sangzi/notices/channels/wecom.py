"""WeCom (企业微信): application messages to up to 1,000 members at once.

Facts of its interface: a token from `gettoken` holds for `expires_in` seconds and is asked for anew when a call
answers 40014 or 42001; `message/send` joins members by "|", names the invalid ones in lower case, answers 81013 when
all are; with `enable_duplicate_check` the same request within `duplicate_check_interval` (at most four hours) reaches
nobody twice, so one repetition after silence is safe; codes 45009 and 45033 say that too much was asked.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel import settings_list as listed

from .asking import Answer, Unanswered, Unreached, ask, is_safe
from .shape import SENT, Letter, Outcome

TOKEN_GONE = frozenset({40014, 42001})
TOO_MUCH = frozenset({45009, 45033, -1})
NOBODY = 81013
FOUR_HOURS = 4 * 60 * 60
EARLIER = 300  # seconds before its end a token is no longer used
LONGEST_TITLE, LONGEST_TEXT = 128, 512  # bytes; WeCom cuts what is longer
AFTER_TOO_MUCH = timedelta(minutes=5)
# Wrong corporation, secret or application, or an address that is not allowed: somebody has to mend the settings.
TO_BE_MENDED = frozenset({40001, 40013, 40056, 41002, 41004, 60020, 301002})
WHEN_MENDED = timedelta(hours=1)


@dataclass(frozen=True)
class _Token:
    """A token, for whom it was given, and until when (on the monotonic clock) it is used."""

    of: tuple[str, str, str]
    word: str
    until: float


class WeCom:
    """The application of an organisation in its WeCom."""

    key = "wecom"
    size = 1000
    asks_address = True
    by_custom = True
    title: str | Promise = _l("企业微信")

    def __init__(self) -> None:
        self._token: _Token | None = None
        self._lock = threading.Lock()

    def is_ready(self) -> bool:
        return bool(listed.WECOM_CORP.value and listed.WECOM_SECRET.value and listed.WECOM_AGENT.value)

    def complaints(self) -> list[str]:
        given = [listed.WECOM_CORP.value, listed.WECOM_SECRET.value, listed.WECOM_AGENT.value]
        if any(given) and not all(given):
            return [_("企业微信的 SANGZI_WECOM_CORP、SANGZI_WECOM_SECRET、SANGZI_WECOM_AGENT 要么都填，要么都不填。")]
        if all(given) and not listed.WECOM_AGENT.value.isdecimal():
            return [_("SANGZI_WECOM_AGENT 是应用的数字编号，例如 1000002。")]
        if all(given) and not is_safe(listed.WECOM_ADDRESS.value):
            return [_("SANGZI_WECOM_ADDRESS 必须以 https:// 开头。")]
        return []

    def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        """Letters with the same words go together."""
        alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for place, letter in enumerate(letters):
            alike[letter.title, letter.text, letter.link].append(place)
        outcomes: dict[int, Outcome] = {}
        for places in alike.values():
            outcomes |= zip(places, self._told([letters[place] for place in places]), strict=True)
        return [outcomes[place] for place in range(len(letters))]

    def _told(self, letters: list[Letter]) -> list[Outcome]:
        body = json.dumps(_message(letters), ensure_ascii=False).encode()
        try:
            said = self._posted(body)
        except Unreached:
            return [Outcome("again", _("没有连上企业微信。"))] * len(letters)
        except Unanswered:
            return [Outcome("unsure", _("企业微信没有回答，不知道是否送到，为免重复没有再发。"))] * len(letters)
        return [_outcome(letter, said) for letter in letters]

    def _posted(self, body: bytes) -> dict[str, Any]:
        said = self._once_more_after_silence(body)
        if said.get("errcode") in TOKEN_GONE:
            self._forget()
            said = self._once_more_after_silence(body)
        return said

    def _once_more_after_silence(self, body: bytes) -> dict[str, Any]:
        try:
            return self._post(body).said
        except Unanswered:
            return self._post(body).said  # the very same request: WeCom shows it once

    def _post(self, body: bytes) -> Answer:
        token = self._current()
        if isinstance(token, Answer):
            return token
        return ask(f"{_address()}/cgi-bin/message/send?{urlencode({'access_token': token})}", body=body)

    def _current(self) -> str | Answer:
        """The token in use, or the answer that refused one."""
        wanted = (_address(), listed.WECOM_CORP.value, listed.WECOM_SECRET.value)
        with self._lock:
            if self._token and self._token.of == wanted and time.monotonic() < self._token.until:
                return self._token.word
            try:
                asked = urlencode({"corpid": wanted[1], "corpsecret": wanted[2]})
                answer = ask(f"{wanted[0]}/cgi-bin/gettoken?{asked}")
            except Unanswered as error:
                raise Unreached from error  # without a token nothing was sent
            if answer.said.get("errcode") != 0:
                return answer
            until = time.monotonic() + max(int(answer.said.get("expires_in", 0)) - EARLIER, 0)
            self._token = _Token(wanted, str(answer.said["access_token"]), until)
            return self._token.word

    def _forget(self) -> None:
        with self._lock:
            self._token = None


def _message(letters: list[Letter]) -> dict[str, Any]:
    first = letters[0]
    base = {
        "touser": "|".join(letter.to for letter in letters),
        "agentid": int(listed.WECOM_AGENT.value),
        "enable_duplicate_check": 1,
        "duplicate_check_interval": FOUR_HOURS,
    }
    if not first.link:
        return base | {"msgtype": "text", "text": {"content": _within(f"{first.title}\n{first.text}", LONGEST_TEXT)}}
    card = {
        "title": _within(first.title, LONGEST_TITLE),
        "description": _within(first.text or first.title, LONGEST_TEXT),
        "url": first.link,
    }
    return base | {"msgtype": "textcard", "textcard": card}


def _outcome(letter: Letter, said: dict[str, Any]) -> Outcome:
    code = said.get("errcode")
    if code in TOO_MUCH:
        return Outcome("again", _("企业微信说发得太多了。"), AFTER_TOO_MUCH)
    if code in TO_BE_MENDED:
        return Outcome("again", _("企业微信不认这里的设置（%(code)s）；请管理员检查。") % {"code": code}, WHEN_MENDED)
    unknown = f"{said.get('invaliduser', '')}|{said.get('unlicenseduser', '')}".lower().split("|")
    if code == NOBODY or (code == 0 and letter.to.lower() in unknown):
        return Outcome("failed", _("企业微信里没有这个成员，或者不在应用的可见范围内。"))
    if code == 0:
        return SENT
    return Outcome("failed", _("企业微信拒绝发送（%(code)s）；请管理员检查设置。") % {"code": code})


def _within(text: str, most: int) -> str:
    """The beginning of a text that fits into so many bytes."""
    return text.encode()[:most].decode(errors="ignore")


def _address() -> str:
    return listed.WECOM_ADDRESS.value.rstrip("/")

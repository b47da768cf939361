"""SMS by a gateway that takes template messages as signed JSON.

Carriers in China deliver registered templates under a registered sign only, so what leaves are a sign, a template's
number and its parameters. The signature is HMAC-SHA-256 over method, path, time, nonce and the digest of the body
(docs/notices.md says it in full). The platforms behind such gateways promise no idempotency: after silence a message
is not sent again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel import settings_list as listed

from .asking import Answer, Unanswered, Unreached, ask, is_safe
from .shape import SENT, Letter, Outcome

LONGEST_PARAMETER = 35  # characters that carriers let through in one place of a template
TOO_MANY_REQUESTS, SERVER_ERROR = 429, 500
AFTER_TOO_MUCH = timedelta(minutes=10)
FOR_NOW = frozenset({"LIMITED", "BUSY"})


class Sms:
    """A gateway for template messages."""

    key = "sms"
    size = 100
    asks_address = False  # the telephone number of the person
    by_custom = False  # it costs, and it disturbs: only for those who ask for it
    title: str | Promise = _l("短信")

    def is_ready(self) -> bool:
        return all(setting.value for setting in _SETTINGS)

    def complaints(self) -> list[str]:
        given = [bool(setting.value) for setting in _SETTINGS]
        if any(given) and not all(given):
            empty = "、".join(setting.name for setting in _SETTINGS if not setting.value)
            return [_("短信的设置不全，还缺：%(empty)s。") % {"empty": empty}]
        if all(given) and not is_safe(listed.SMS_ADDRESS.value):
            return [_("SANGZI_SMS_ADDRESS 必须以 https:// 开头。")]
        return []

    def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        body = json.dumps(_message(letters), ensure_ascii=False).encode()
        try:
            answer = ask(listed.SMS_ADDRESS.value, body=body, headers=_signed(body))
        except Unreached:
            return [Outcome("again", _("没有连上短信网关。"))] * len(letters)
        except Unanswered:
            return [Outcome("unsure", _("短信网关没有回答，不知道是否送到，为免重复没有再发。"))] * len(letters)
        return [_outcome(letter, answer) for letter in letters]


_SETTINGS = (listed.SMS_ADDRESS, listed.SMS_APP, listed.SMS_SECRET, listed.SMS_SIGN, listed.SMS_TEMPLATE)


def signature(secret: str, path: str, moment: str, nonce: str, body: bytes) -> str:
    """What the gateway computes as well: HMAC-SHA-256 over five lines."""
    lines = "\n".join(("POST", path, moment, nonce, hashlib.sha256(body).hexdigest()))
    return hmac.new(secret.encode(), lines.encode(), hashlib.sha256).hexdigest()


def _message(letters: Sequence[Letter]) -> dict[str, Any]:
    return {
        "sign_name": listed.SMS_SIGN.value,
        "template_id": listed.SMS_TEMPLATE.value,
        "messages": [
            {
                "request_id": letter.request,
                "phone": letter.to,
                "parameters": {"title": " ".join(letter.title.split())[:LONGEST_PARAMETER]},
            }
            for letter in letters
        ],
    }


def _signed(body: bytes) -> dict[str, str]:
    path, moment, nonce = urlsplit(listed.SMS_ADDRESS.value).path or "/", str(int(time.time())), secrets.token_hex(8)
    return {
        "X-App": listed.SMS_APP.value,
        "X-Timestamp": moment,
        "X-Nonce": nonce,
        "X-Signature": signature(listed.SMS_SECRET.value, path, moment, nonce, body),
    }


def _outcome(letter: Letter, answer: Answer) -> Outcome:
    if answer.status == TOO_MANY_REQUESTS or answer.said.get("code") in FOR_NOW:
        wait = timedelta(seconds=answer.retry_after) if answer.retry_after else AFTER_TOO_MUCH
        return Outcome("again", _("短信网关说发得太多了。"), wait)
    if answer.status >= SERVER_ERROR:
        return Outcome("unsure", _("短信网关出错（%(code)s），不知道是否送到，没有再发。") % {"code": answer.status})
    code = _codes(answer).get(letter.request) if answer.said.get("code") == "OK" else answer.said.get("code")
    if code == "OK":
        return SENT
    if code in FOR_NOW:
        return Outcome("again", _("短信网关说发得太多了。"), AFTER_TOO_MUCH)
    if code is None:
        return Outcome("unsure", _("短信网关没有说这一条怎么样了，没有再发。"))
    return Outcome("failed", _("短信网关拒绝发送（%(code)s）。") % {"code": str(code)[:40]})


def _codes(answer: Answer) -> dict[str, str]:
    return {str(one.get("request_id")): str(one.get("code")) for one in answer.said.get("results", ())}

"""Where one is reached, and by which ways one wants to be told: fields for the channels that are set up here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangzi.notices.queries import Way

ADDRESSES: dict[str, tuple[str | Promise, str | Promise]] = {
    "mail": (_("邮箱"), _("先发一个确认链接过去；留空就不用邮件。")),
    "wecom": (_("企业微信账号"), _("您在本单位企业微信通讯录里的账号，不是昵称；不知道请问管理员。")),
}
WANTED: dict[str, str | Promise] = {
    "mail": _("用电子邮件通知我"),
    "wecom": _("用企业微信通知我"),
    "sms": _("用短信通知我（发到资料里的手机号）"),
}
WANT = "want_"


class WaysForm(forms.Form):
    """A tick for each channel, and an address where the channel needs one."""

    def __init__(self, *args: Any, ways: Sequence[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = [way for way in ways if way.ready]
        for way in self.ways:
            ticked = forms.BooleanField(label=str(WANTED[way.key]), required=False, initial=way.wanted)
            self.fields[WANT + way.key] = ticked
            if way.asks_address:
                label, hint = ADDRESSES[way.key]
                self.fields[way.key] = forms.CharField(
                    label=str(label),
                    help_text=str(hint),
                    required=False,
                    max_length=254,
                    initial=way.address.value if way.address else "",
                )

    @property
    def wanted(self) -> dict[str, bool]:
        return {way.key: self.cleaned_data[WANT + way.key] for way in self.ways}

    @property
    def addresses(self) -> dict[str, str]:
        return {way.key: self.cleaned_data[way.key] for way in self.ways if way.asks_address}

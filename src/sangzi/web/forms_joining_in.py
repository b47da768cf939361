"""Forms by which somebody makes themselves known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangzi.people.models import Person
from sangzi.web.desk.day_forms import DayInput
from sangzi.web.forms_home import HomeField
from sangzi.web.forms_units import named


class AboutMeForm(forms.Form):
    """Who I am: as little as is needed to begin."""

    name = forms.CharField(label=_("姓名"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("手机号"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    )
    home = HomeField(label=_("家乡"), help_text=_("县（市、区）、乡镇或村，输入名称来选。"))
    born = forms.DateField(
        label=_("出生日期（可不填）"),
        required=False,
        widget=DayInput(),
        help_text=_("有年龄要求的项目才用得到，可以以后再填。"),
    )
    agrees = forms.BooleanField(
        label=_("我同意桑梓为联系我、办理我报名的事项而保存这些信息；我可以随时查看、导出、撤回和删除。")
    )
    by_guardian = forms.BooleanField(label=_("我未满18周岁，监护人已同意"), required=False)


class JoinForm(AboutMeForm):
    """The same, and the password of a new account."""

    password = forms.CharField(
        label=_("设一个密码"),
        help_text=_("至少 8 个字符，不要用常见的密码。登录账号就是手机号。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("name", "phone", "password", "home", "born", "agrees", "by_guardian")


class BeginForm(AboutMeForm):
    """The same for an account that is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = False


class BasicsForm(forms.Form):
    """Who I am now. A day of birth that is known is shown and stays."""

    name = AboutMeForm.base_fields["name"]
    phone = AboutMeForm.base_fields["phone"]
    home = AboutMeForm.base_fields["home"]
    born = forms.DateField(
        label=_("出生日期"),
        required=False,
        widget=DayInput(),
        help_text=_("有年龄要求的项目要用；填好以后不能自己再改。"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        told = {"name": person.name, "phone": person.phone, "home": named(person.home), "born": person.born}
        super().__init__(*args, **{"initial": told} | kwargs)
        self.fields["phone"].required = bool(person.phone)
        if person.born:
            self.fields["born"].disabled = True

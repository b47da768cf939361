"""A form of declared fields: each asked as a phone fills it in best, each refused beside itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.fields import Answer, Field, clean
from sangzi.units.queries import search
from sangzi.web.declared_fields import form_field

PREFIX = "a-"
# What a phone may offer to fill in by itself, by the key of a field.
AUTOCOMPLETE = {"name": "name", "phone": "tel", "email": "email", "address": "street-address", "born": "bday"}


class AskedForm(forms.Form):
    """Declared fields, and what a page adds to them. In a `draft` what must be answered may still be open."""

    use_required_attribute = False  # a draft is sent as it is

    def __init__(self, *args: Any, draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.asked: Sequence[Field] = ()

    def ask(self, asked: Sequence[Field]) -> None:
        """Put declared fields behind those that are there."""
        self.asked = asked
        for field in asked:
            self.fields[PREFIX + field.key] = _tuned(field)

    @property
    def first(self) -> list[Any]:
        """What the page asks itself."""
        return [self[name] for name in self.fields if not name.startswith(PREFIX)]

    @property
    def asked_bound(self) -> list[Any]:
        """What the definition asks."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def full_clean(self) -> None:
        """What a definition asks is looked at by `given`; in a draft nothing has to be there. The stars stay."""
        must = {name: field for name, field in self.fields.items() if field.required}
        for name, field in must.items():
            field.required = not self.draft and not name.startswith(PREFIX)
        super().full_clean()
        for field in must.values():
            field.required = True

    def given(self, there: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers that can be used; what cannot is said beside its field. `there`: files that are there already."""
        answers: dict[str, Answer] = {}
        for asked in self.asked:
            name = PREFIX + asked.key
            if name in self.errors:
                continue
            try:
                answers[asked.key] = self._answer(asked, there)
            except BadInput as refused:
                self.add_error(name, refused.sentence)
        return {key: answer for key, answer in answers.items() if answer}

    def refuse(self, refused: BadInput | Conflict, called: Mapping[str, str] = MappingProxyType({})) -> str:
        """Say a refusal beside the field that it is about, or above all of them; the key of the field.

        `called`: the names of fields that have others here.
        """
        field = str(refused.context.get("field", ""))
        names = (called.get(field, field), PREFIX + field)
        self.add_error(next((name for name in names if name in self.fields), None), refused.sentence)
        return field

    def _answer(self, asked: Field, there: Mapping[str, Answer]) -> Answer:
        value: Any = self.cleaned_data.get(PREFIX + asked.key)
        if asked.kind == "file":
            value = there.get(asked.key, "")
        if asked.kind == "unit":
            value = code_of(str(value or ""))
        if isinstance(value, date):
            value = value.isoformat()
        return clean(asked, value, draft=self.draft)


def code_of(text: str) -> str:
    """The code of the unit that a text names: its code, or a name that only one unit has. Raises `BadInput`."""
    text = text.strip()
    if not text or text.isascii():
        return text
    named = [unit for unit in search(text, limit=8) if text in (unit.name, unit.short)] or search(text, limit=8)
    if not named:
        raise BadInput(_("没有找到“%(text)s”；请只写县（市、区）、乡镇或村的名称。") % {"text": text})
    if len(named) > 1:
        those = "、".join(f"{unit.name} {unit.code}" for unit in named[:4])
        raise BadInput(_("叫“%(text)s”的不止一个：%(those)s……请改填代码。") % {"text": text, "those": those})
    return named[0].code


def _tuned(asked: Field) -> forms.Field:
    """The field as a phone fills it in best."""
    field = form_field(asked)
    attrs = field.widget.attrs
    if asked.kind == "phone":
        attrs.update(type="tel", autocomplete="tel")
        field.widget.input_type = "tel"
    if asked.kind in ("number", "money"):
        attrs["inputmode"] = "decimal"
    if asked.kind == "unit":
        field.help_text = field.help_text or _("写名称，例如：和龙市")
    if asked.key in AUTOCOMPLETE:
        attrs["autocomplete"] = AUTOCOMPLETE[asked.key]
    return field

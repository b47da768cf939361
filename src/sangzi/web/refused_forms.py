"""A refusal of an act, said beside the field it is about; nothing that was typed is lost."""

from __future__ import annotations

from django import forms

from sangzi.kernel.errors import SangziError


def complain(form: forms.Form, refused: SangziError) -> None:
    """Put the sentence beside its field, or above the form where it is about none of them."""
    field = str(refused.context.get("field", ""))
    shown = field in form.fields and not form.fields[field].widget.is_hidden
    form.add_error(field if shown else None, refused.sentence)

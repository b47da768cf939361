"""A refusal of an act, said beside the field it is about; nothing that was typed is lost."""

from __future__ import annotations

from django import forms

from sangzi.kernel.errors import SangziError

OWN = "own_"  # before the names of fields that a definition declares, so that they never meet the form's


def complain(form: forms.Form, refused: SangziError) -> None:
    """Put the sentence beside its field, or above the form where it is about none of them."""
    about = str(refused.context.get("field", ""))
    shown = (name for name in (about, OWN + about) if name in form.fields and not form.fields[name].widget.is_hidden)
    form.add_error(next(shown, None), refused.sentence)

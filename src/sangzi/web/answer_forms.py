"""A form of questions that a definition asks, and what was answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from sangzi.kernel.fields import Field
from sangzi.web.declared_fields import form_field
from sangzi.web.refused_forms import OWN


class AnswersForm(forms.Form):
    """One box for each question, with what was answered before (`there`). What is answered is cleaned by the act.

    Files are sent with applications only.
    """

    def __init__(self, *args: Any, asked: Sequence[Field], there: str = "{}", **kwargs: Any) -> None:
        before = {OWN + key: answer for key, answer in json.loads(there).items()}
        super().__init__(*args, **{"initial": before} | kwargs)
        for one in asked:
            if one.kind != "file":
                self.fields[OWN + one.key] = form_field(one)

    @property
    def given(self) -> dict[str, object]:
        """What was answered, by the keys of the questions."""
        told = {
            name.removeprefix(OWN): value for name, value in self.cleaned_data.items() if value not in (None, "", [])
        }
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in told.items()}

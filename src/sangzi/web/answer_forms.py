"""A form of questions that a definition asks, and what was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from sangzi.kernel.fields import Answer, Field
from sangzi.web.declared_fields import form_field
from sangzi.web.refused_forms import OWN


class AnswersForm(forms.Form):
    """One box for each question, with what was answered before (`there`). What is answered is cleaned by the act.

    Files are asked for by `ReportForm` alone.
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


class ReportForm(AnswersForm):
    """The same with files, for reports and feedback. What `there` names is there already and need not be sent again."""

    def __init__(self, *args: Any, asked: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, asked=asked, **kwargs)
        self.asked = asked
        for one in asked:
            if one.kind == "file":
                self.fields[OWN + one.key] = form_field(one)
        self.order_fields([OWN + one.key for one in asked])

    def given_with(self, files: Mapping[str, Answer]) -> dict[str, object]:
        """What was answered, with the numbers of the files that were kept."""
        sent = {one.key for one in self.asked if one.kind == "file"}
        told = {key: value for key, value in self.given.items() if key not in sent}
        return told | {key: number for key, number in files.items() if number}

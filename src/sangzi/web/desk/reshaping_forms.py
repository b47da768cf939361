"""Forms that split a commitment and merge several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sangzi.plans.corrections import TITLES
from sangzi.plans.models import Commitment
from sangzi.web.commitment_cards import field_words
from sangzi.web.desk.plan_forms import CorrectForm, as_typed, columns

IN_A_PIECE = ("title", "value", "measure", "over", "deadline", "owners")
MOST = 40


class PieceForm(CorrectForm):
    """The fields in which pieces of a commitment differ; the others stay as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in IN_A_PIECE]:
            del self.fields[name]

    @property
    def number(self) -> int:
        """Which piece it is, from 1."""
        return int(str(self.prefix).removeprefix("p")) + 1


def piece_forms(
    whole: Commitment, *, given: Sequence[Mapping[str, Any]] = (), data: Any = None, unsent: bool = False
) -> list[PieceForm]:
    """A form for each piece: from the reader's guesses, or from what was sent (`unsent`: only to be shown again)."""
    kept = columns(whole)
    if data is None:
        return [PieceForm(prefix=f"p{turn}", initial=as_typed(kept | dict(one))) for turn, one in enumerate(given)]
    turns = range(min(int(data["pieces"]), MOST) if data.get("pieces", "").isdecimal() else 2)
    if not unsent:
        return [PieceForm(data, prefix=f"p{turn}") for turn in turns]
    typed = [{name: data.get(f"p{turn}-{name}", "") for name in IN_A_PIECE} for turn in turns]
    return [PieceForm(prefix=f"p{turn}", initial=one) for turn, one in enumerate(_changed(typed, kept, data))]


def _changed(typed: list[dict[str, Any]], kept: dict[str, Any], data: Any) -> list[dict[str, Any]]:
    """One piece more, or one less, as the button says."""
    if "more" in data and len(typed) < MOST:
        return [*typed, as_typed(kept | {"value": None})]
    if data.get("less", "").isdecimal() and len(typed) > 2:
        return [one for turn, one in enumerate(typed) if turn != int(data["less"])]
    return typed


class MergeForm(forms.Form):
    """For every field in which marked commitments differ: whose value the merged one gets."""

    def __init__(self, marked: Sequence[Commitment], data: Any = None) -> None:
        super().__init__(data)
        self.marked = {one.pk: one for one in marked}
        fields: dict[str, Any] = self.fields
        for name, title in TITLES.items():
            choices = self._choices(name)
            if len(choices) > 1:
                widget = forms.RadioSelect
                fields[name] = forms.ChoiceField(
                    label=str(title), choices=choices, widget=widget, initial=choices[0][0]
                )

    def _choices(self, name: str) -> list[tuple[str, str]]:
        """The first commitment of each value, with that value in words."""
        found: dict[Any, tuple[str, str]] = {}
        for key, one in self.marked.items():
            found.setdefault(getattr(one, name), (str(key), field_words(one, name) or _("（空）")))
        return list(found.values())

    def chosen(self) -> dict[str, Any]:
        """The fields that differ, as the winning commitments have them."""
        return {name: columns(self.marked[int(key)])[name] for name, key in self.cleaned_data.items()}

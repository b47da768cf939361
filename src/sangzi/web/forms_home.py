"""A form field for where somebody is at home: any area from prefecture to village, whoever asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.errors import NotVisible
from sangzi.units.models import Level, Unit
from sangzi.units.queries import search, trails, unit_by_slug

from .addresses import slug_of
from .forms_units import CODE_IN_BRACKETS, UnitInput

LEVELS = (Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
TOLD = 6


class Homes:
    """What can be somebody's home. A `Limits` of the search."""

    whole = True

    def filter(self, rows: QuerySet[Unit], field: str) -> QuerySet[Unit]:
        return rows.filter(**{f"{field}level__in": LEVELS, f"{field}kind": Unit.Kind.AREA, f"{field}closed": None})


class HomeInput(UnitInput):
    """Offers homes while one types; without script a name or a code is typed in full."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["options_url"] = f"{reverse('open:home-options')}?field={name}"
        return context


class HomeField(forms.CharField):
    """An area, named by its code, or by a name that only one has."""

    widget = HomeInput

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value)
        return self._unit(text) if text else None

    def _unit(self, text: str) -> Unit:
        bracketed = CODE_IN_BRACKETS.search(text)
        try:
            unit = unit_by_slug(bracketed[1] if bracketed else text)
        except NotVisible:
            return self._only_one(text)
        if unit.level not in LEVELS or unit.closed:
            raise forms.ValidationError(_("请选到县（市、区）、乡镇（街道）或村（社区）。"))
        return unit

    def _only_one(self, text: str) -> Unit:
        hits = [hit for hit in search(text, Homes()) if text in (hit.name, hit.short)]
        if len(hits) == 1:
            return hits[0]
        if not hits:
            raise forms.ValidationError(_("没有找到“%(text)s”；请从提示里选，或填代码。") % {"text": text})
        raise forms.ValidationError(
            _("叫“%(text)s”的有好几个，请填后面括号里的代码：%(units)s。") % {"text": text, "units": _told(hits[:TOLD])}
        )


class HomeForm(forms.Form):
    """Narrows a list to a home."""

    home = HomeField(label=_l("家乡"), required=False)


def _told(hits: list[Unit]) -> str:
    above = trails(hits)
    return "；".join(f"{''.join(one.short for one in above[hit.pk][1:])}（{slug_of(hit)}）" for hit in hits)

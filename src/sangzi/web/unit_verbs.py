"""What can be done to a unit: the verb, how it is called, its form and its act. One URL for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from sangzi.kernel.models import Account
from sangzi.units import actions
from sangzi.units.access import Scope
from sangzi.units.models import Unit

from . import forms_joining, forms_units
from .at_hand import leads

Act = Callable[[Any, Account], Unit]


@dataclass(frozen=True)
class Verb:
    """One change of a unit; `act` carries out a valid form."""

    key: str
    icon: str
    form: type[forms_units.ChangeForm]
    act: Act
    dangerous: bool = False

    @property
    def title(self) -> str | Promise:
        return self.form.title

    @property
    def lead(self) -> str | Promise:
        return self.form.lead


def _found(form: Any, by: Account) -> Unit:
    given = form.cleaned_data
    return actions.found_unit(
        name=given["name"],
        level=given["level"],
        parent=form.unit,
        code=given["code"],
        official=given["official"],
        by=by,
        **form.dated(),
    )


def _rename(form: Any, by: Account) -> Unit:
    given = form.cleaned_data
    return actions.rename_unit(unit=form.unit, name=given["name"], short=given["short"], by=by, **form.dated())


def _recode(form: Any, by: Account) -> Unit:
    return actions.recode_unit(unit=form.unit, code=form.cleaned_data["code"], by=by, **form.dated())


def _move(form: Any, by: Account) -> Unit:
    given = form.cleaned_data
    return actions.move_unit(unit=form.unit, parent=given["parent"], code=given["code"] or None, by=by, **form.dated())


def _merge(form: Any, by: Account) -> Unit:
    units = [form.unit, *form.cleaned_data["others"]]
    return actions.merge_units(units=units, into=form.target(), by=by, **form.dated())


def _split(form: Any, by: Account) -> Unit:
    parts = actions.split_unit(
        unit=form.unit, into=form.parts(), children=form.hung(), stays=form.cleaned_data["stays"], by=by, **form.dated()
    )
    return form.unit if form.cleaned_data["stays"] else parts[0]


def _close(form: Any, by: Account) -> Unit:
    return actions.close_unit(unit=form.unit, by=by, **form.dated())


VERBS = {
    verb.key: verb
    for verb in (
        Verb("found", "building-add", forms_units.FoundForm, _found),
        Verb("rename", "pencil", forms_units.RenameForm, _rename),
        Verb("recode", "tags", forms_units.RecodeForm, _recode),
        Verb("move", "arrow-left-right", forms_units.MoveForm, _move, dangerous=True),
        Verb("merge", "union", forms_joining.MergeForm, _merge, dangerous=True),
        Verb("split", "signpost-split", forms_joining.SplitForm, _split, dangerous=True),
        Verb("close", "slash-circle", forms_units.CloseForm, _close, dangerous=True),
    )
}


def verbs_for(scope: Scope, unit: Unit) -> list[Verb]:
    """What the visitor may do to the unit."""
    return list(VERBS.values()) if leads(scope, unit) and unit.closed is None else []

"""The numbers of rules as fields of a form: which a rule has, and what was set in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sangzi.programmes.rules import Rule
from sangzi.web.how_it_works import rule_in_words


def bounds_in(rule: Rule) -> list[str]:
    """The names of the numbers that a rule has."""
    return [name for name in ("least", "most") if getattr(rule, name, None)]


def field_name(number: int, bound: str) -> str:
    """What the field of a rule's number is called in a form."""
    return f"rule{number}_{bound}"


def number_field(rule: Rule, bound: str, *, required: bool = True) -> forms.IntegerField:
    """A field for one number of a rule, filled with what holds now."""
    said = rule_in_words(rule)
    label = _("规则的下限：%(rule)s") if bound == "least" else _("规则的上限：%(rule)s")
    most = 100 if rule.kind == "share" else None
    told: dict[str, Any] = {"min_value": 1, "max_value": most, "initial": getattr(rule, bound), "required": required}
    return forms.IntegerField(label=label % {"rule": said}, **told)


def said_of(number: int, rule: Rule, cleaned: Mapping[str, Any]) -> dict[str, int]:
    """The numbers of one rule that were filled in."""
    said = {bound: cleaned.get(field_name(number, bound)) for bound in bounds_in(rule)}
    return {bound: value for bound, value in said.items() if value is not None}

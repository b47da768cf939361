"""Applications by what was chosen in the form, where the answer may stand in a list."""

from __future__ import annotations

from django.db.models import Q

from sangzi.kernel.fields import Field, canonical

from ..definitions import ProgrammeType


def choices_of(definition: ProgrammeType) -> list[Field]:
    """The fields of the form by which a list can be narrowed: one choice of several, not personal, not soon deleted."""
    step = definition.applications
    asked = step.fields if step else ()
    return [one for one in asked if one.kind == "choice" and not one.personal and one.keep is None]


def chosen_in(definition: ProgrammeType, answer: str) -> tuple[Field, str] | None:
    """The field and the choice that `level:2` names (the third of `level`); None where there is none."""
    key, _colon, number = answer.partition(":")
    field = next((one for one in choices_of(definition) if one.key == key), None)
    if field is None or not number.isdecimal() or len(number) > 3 or int(number) >= len(field.choices):
        return None
    return field, field.choices[int(number)]


def answered(definition: ProgrammeType, answer: str) -> Q:
    """The condition that this was chosen. Answers are stored in one way, so that a part of their text says it."""
    chosen = chosen_in(definition, answer)
    return Q(answers__contains=canonical({chosen[0].key: chosen[1]})[1:-1]) if chosen else Q()

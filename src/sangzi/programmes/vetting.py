"""Who is named in an opening to be with children has been looked into first: they stand in the register for it."""

from __future__ import annotations

import json
import re

from django.db.models import Q
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.wording import title_of
from sangzi.people.definitions import known_register
from sangzi.people.models import Entry
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from .models import Opening
from .steps import Openings

_BETWEEN = re.compile(r"[、,，;；]")


def refuse_unvetted(step: Openings, opening: Opening) -> None:
    """Raise `BadInput` for the first name in an opening that is not in its register near the opening's unit.

    Near is the unit itself, those above it and those below. A query for each name.
    """
    answers = json.loads(opening.answers)
    for field, register in sorted(step.vets.items()):
        for name in names_in(str(answers.get(field, ""))):
            if not is_listed(name, register, opening.unit):
                told = {"name": name, "unit": opening.unit.short, "register": title_of(known_register(register))}
                raise BadInput(
                    _("“%(name)s”不在%(unit)s的名册“%(register)s”里；请先列入名册，或换一个人。") % told, field=field
                )


def names_in(text: str) -> list[str]:
    """The names that an answer gives, one or several."""
    return [name for name in (part.strip() for part in _BETWEEN.split(text)) if name]


def is_listed(name: str, register: str, unit: Unit) -> bool:
    """Whether somebody of that name stands in a register of a unit, of one above it or of one below."""
    near = Q(unit__path__within=unit.path) | Q(unit__in=keys(unit.path))
    return Entry.objects.filter(near, register=register, until=None, person__name=name).exists()

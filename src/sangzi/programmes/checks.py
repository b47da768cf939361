"""A programme that cannot be read or lived, and a name that the scope does not know, stop the start, in words."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.checks import CheckMessage, Error, register

from sangzi.kernel.definition_checks import complaints_about
from sangzi.kernel.definitions import BadDefinition

from .definitions import programmes
from .meaning import complaints
from .scope import covering, scope, unknown_covers


@register()
def programmes_can_be_read(**_kwargs: Any) -> list[CheckMessage]:
    return complaints_about(programmes, code="programmes.E001")


@register()
def programmes_mean_something(**_kwargs: Any) -> list[CheckMessage]:
    try:
        declared = programmes().values()
        return [Error(sentence, id="programmes.E002") for one in declared for sentence in complaints(one)]
    except BadDefinition:  # told by the check of whatever cannot be read
        return []


@register()
def what_is_covered_is_known(**_kwargs: Any) -> list[CheckMessage]:
    unreadable = complaints_about(scope, code="programmes.E003")
    if unreadable:
        return unreadable
    try:
        folders = groupby(covering(), key=itemgetter(0))
        sentences = [
            sentence for folder, things in folders for sentence in unknown_covers(folder, [one for _, one in things])
        ]
    except BadDefinition:
        return []
    return [Error(sentence, id="programmes.E003") for sentence in sentences]

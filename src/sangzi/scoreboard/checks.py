"""What stops the start: an indicator over a fact or a tag that nobody declares."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from sangzi.kernel.definitions import BadDefinition

from .declared import from_files
from .sense import complaints


@register()
def indicators_mean_something(**_kwargs: Any) -> list[CheckMessage]:
    try:
        declared = from_files().values()
    except BadDefinition as error:
        return [Error(complaint, id="scoreboard.E001") for complaint in error.context["complaints"]]
    try:
        return [Error(sentence, id="scoreboard.E002") for indicator in declared for sentence in complaints(indicator)]
    except BadDefinition:  # of another app, whose own check tells it
        return []

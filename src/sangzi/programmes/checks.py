"""A programme that cannot be read stops the start, in words."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, register

from sangzi.kernel.definition_checks import complaints_about

from .definitions import programmes


@register()
def programmes_can_be_read(**_kwargs: Any) -> list[CheckMessage]:
    return complaints_about(programmes, code="programmes.E001")

"""A kind of item that cannot be read stops the start, in words."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, register

from sangzi.kernel.definition_checks import complaints_about

from .definitions import item_kinds


@register()
def item_kinds_can_be_read(**_kwargs: Any) -> list[CheckMessage]:
    return complaints_about(item_kinds, code="library.E001")

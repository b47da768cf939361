"""What stops the start: a brief whose words hold a number, or whose headline nobody declares."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from sangzi.kernel.definition_checks import complaints_about
from sangzi.scoreboard.declared import from_files
from sangzi.scoreboard.lights import ORDER

from .definitions import Template, templates


@register()
def briefs_can_be_written(**_kwargs: Any) -> list[CheckMessage]:
    found = complaints_about(templates, code="briefs.E001")
    if found or complaints_about(from_files, code="briefs.E002"):  # the scoreboard's own check tells the latter
        return found
    return [Error(sentence, id="briefs.E002") for one in templates().values() for sentence in complaints(one)]


def complaints(template: Template) -> list[str]:
    """Every reason why a template would fail when it is used."""
    unknown = [key for key in template.headline if key not in from_files()]
    silent = [light for light in ORDER if light not in template.lights]
    return [f"{template.key}.toml: headline: no indicator {key!r}" for key in unknown] + [
        f"{template.key}.toml: lights: no words for {light!r}" for light in silent
    ]

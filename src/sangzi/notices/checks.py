"""Channels that are set up by halves stop the start, in words."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .channels import CHANNELS


@register()
def channels_are_set_up_or_not(**_kwargs: Any) -> list[CheckMessage]:
    found = [sentence for channel in CHANNELS.values() for sentence in channel.complaints()]
    return [Error(sentence, id="notices.E001") for sentence in found]

"""The ways out of the house, by name. One's own page is none of them: what is told always stands there."""

from .mail import Mail
from .shape import Channel, Letter, Outcome
from .sms import Sms
from .wecom import WeCom

CHANNELS: dict[str, Channel] = {one.key: one for one in (Mail(), WeCom(), Sms())}


def ready_channels() -> dict[str, Channel]:
    """Those that the installation has settings for."""
    return {key: one for key, one in CHANNELS.items() if one.is_ready()}


__all__ = ["CHANNELS", "Channel", "Letter", "Outcome", "ready_channels"]

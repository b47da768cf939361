"""The four entries of the public face and the four platforms: what they are called, and what stands there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangzi.programmes.definitions import ProgrammeType, programmes

Words = str | Promise


@dataclass(frozen=True)
class Door:
    """An entry: its key in definitions, its page, its name, what is behind it, its drawing, its short name on a tab."""

    key: str
    url: str
    title: Words
    says: Words
    icon: str
    short: Words


DOORS = (
    Door("return", "open:return", _("燕归桑梓"), _("回家乡实习、工作、参加活动"), "house-heart", _("燕归")),
    Door("roots", "open:roots", _("情系桑梓"), _("家乡的故事、阵地和好物"), "geo-alt", _("情系")),
    Door("build", "open:build", _("建功桑梓"), _("家乡的难题、建议和项目"), "lightbulb", _("建功")),
    Door("give", "open:give", _("回馈桑梓"), _("有资质的慈善组织的公益项目"), "heart", _("回馈")),
)

PLATFORMS: dict[str, Words] = {
    "start-ups": _("就业创业"),
    "volunteering": _("志愿服务"),
    "care": _("关爱帮扶"),
    "culture": _("文体交流"),
}


def door(key: str) -> Door:
    return next(one for one in DOORS if one.key == key)


def behind(entry: str) -> list[str]:
    """The programmes behind an entry."""
    return [key for key, programme in programmes().items() if programme.entry == entry]


def on_the_face() -> list[str]:
    """The programmes that stand somewhere on the public face."""
    return [key for key, programme in programmes().items() if programme.entry != "none"]


def to_apply_in() -> list[str]:
    """The programmes on the public face in which somebody applies."""
    return [key for key, programme in programmes().items() if programme.entry != "none" and programme.applications]


def not_to_apply_in() -> list[str]:
    """The others that are declared: few, so that a list of openings rather leaves these out than names all those."""
    return sorted(programmes().keys() - to_apply_in())


def by_platform(shown: Collection[str]) -> list[tuple[Words, list[ProgrammeType]]]:
    """Some programmes grouped by platform, those of none last; empty groups are left out."""
    groups: list[tuple[Words, list[ProgrammeType]]] = []
    for platform, title in [*PLATFORMS.items(), (None, _("其他"))]:
        those = [one for key, one in programmes().items() if key in shown and one.platform == platform]
        if those:
            groups.append((title, those))
    return groups

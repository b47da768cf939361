"""Refusals from before Django speaks: what is read while the settings load cannot use its translations."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from .errors import SangziError
from .settings_list import DEFINITIONS, LANGUAGE, PORT


class BadInstallation(SangziError):
    """Sangzi cannot start as it is installed or configured; the sentence says what to change."""

    code: ClassVar[str] = "bad-installation"
    status: ClassVar[int] = 500


CHINESE, ENGLISH = "zh-hans", "en"
TERMINAL = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that says anything decides, as for every program


def language() -> str:
    """The language of the command line: what SANGZI_LANG says, or else the terminal; Chinese unless it is English."""
    spoken = LANGUAGE.value or next((os.environ[name] for name in TERMINAL if os.environ.get(name)), "")
    return ENGLISH if spoken.lower().startswith(ENGLISH) else CHINESE


def said(chinese: str, english: str) -> str:
    """The sentence in the language of the command line."""
    return english if language() == ENGLISH else chinese


def port() -> int:
    """The number in PORT. Raises `BadInstallation` when it is none that a program can listen on."""
    given = PORT.value or PORT.default
    if not (given.isascii() and given.isdecimal() and 1 <= int(given) <= 65535):
        raise BadInstallation(
            said(
                f"环境变量 PORT 的值“{given}”不是端口；请填 1 到 65535 的整数，例如 PORT=8001。",
                f"PORT is {given!r}, which is no port; give a whole number from 1 to 65535, such as PORT=8001.",
            )
        )
    return int(given)


def definitions_folder() -> Path | None:
    """The organisation's own folder of TOML files, if it has one. Raises `BadInstallation` when it is not there."""
    if not DEFINITIONS.value:
        return None
    folder = Path(DEFINITIONS.value)
    if not folder.is_dir():
        raise BadInstallation(
            said(
                f"SANGZI_DEFINITIONS 所指的“{folder}”不是文件夹；请更正路径，或去掉这个设置。",
                f"SANGZI_DEFINITIONS names {folder}, which is no folder; correct it or leave it out.",
            )
        )
    return folder

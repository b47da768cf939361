"""The look holds what it promises: contrast, old browsers, nothing from outside, files as vendored."""

from __future__ import annotations

import re

import pytest

from scripts.vendor import main as vendor
from tests.house.source import PACKAGE

LOOK = PACKAGE / "web" / "static" / "web"
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (LOOK / "tokens.css").read_text("utf-8")))
LIGHTS = ["on-track", "slow", "behind", "overdue", "done", "not-started"]
PAIRS = [
    *((light, f"{light}-mist") for light in LIGHTS),
    ("no-target", "no-target-mist"),
    *(("ink-soft", ground) for ground in ("paper", "sheet", "shade")),
    *(("ink-faint", ground) for ground in ("paper", "sheet")),
    *(("mulberry", ground) for ground in ("paper", "sheet", "shade")),
    ("mulberry-deep", "mulberry-mist"),
    ("sheet", "mulberry"),
    ("sheet", "behind"),
]
TOO_NEW = [":has(", "@container", "color-mix(", "@layer", "aspect-ratio", "inset:", "popover", "dvh"]


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink, ground):
    light, dark = sorted((luminance(COLOURS[ink]), luminance(COLOURS[ground])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("path", sorted(LOOK.glob("*.css")), ids=lambda path: path.name)
def test_styles_are_for_chromium_86_and_load_nothing(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert [new for new in TOO_NEW if new in text] == []
    assert re.findall(r"@import|url\(", text) == []


def test_no_template_or_script_names_another_host():
    files = [*(PACKAGE / "web" / "templates").rglob("*.html"), *LOOK.glob("*.js")]
    assert [
        path.name for path in files if re.search(r"https?://(?!www\.w3\.org)|src=\"//", path.read_text("utf-8"))
    ] == []


def test_vendored_files_are_the_listed_ones():
    assert vendor(["--check"]) == 0


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = (PACKAGE / "web" / "static" / "vendor" / "icons.svg").read_text("utf-8")
    there = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    files = [*(PACKAGE / "web").rglob("*.html")]
    used = {name for path in files for name in re.findall(r'{% icon "([\w-]+)"', path.read_text("utf-8"))}
    assert used - there == set()

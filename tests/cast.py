"""The cast: a small tree and the people who work in it.

全国 ─ 吉林省 ─ 延边州 ─ 和龙市 ─ 龙城镇 ─ 石国村, 龙坪村
     │        │        │        └ 头道镇
     │        │        ├ 安图县
     │        │        └ 延吉高新技术产业开发区 (unofficial)
     │        ├ 长春市 ─ 朝阳区
     │        └ 延边大学委员会 (branch)
     └ 广东省 ─ 东莞市 ─ 石龙镇 (no counties: a ragged tree)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangzi.kernel.models import Account
from sangzi.units.models import Assignment, Unit
from sangzi.units.paths import step

SINCE = date(2020, 1, 1)
PASSWORD = "correct horse"


@dataclass(frozen=True)
class Tree:
    """The units of the test tree by what they are for."""

    nation: Unit
    province: Unit
    prefecture: Unit
    other_prefecture: Unit
    county: Unit
    other_county: Unit
    zone: Unit
    district: Unit
    township: Unit
    other_township: Unit
    village: Unit
    other_village: Unit
    branch: Unit
    other_province: Unit
    ragged_prefecture: Unit
    ragged_township: Unit


# key, parent, name, short, initials, code, level, kind, official
_UNITS = [
    ("nation", "", "全国", "全国", "qg", "000000", 0, "area", True),
    ("province", "nation", "吉林省", "吉林", "jls", "220000", 1, "area", True),
    ("prefecture", "province", "延边朝鲜族自治州", "延边", "ybcxzzzz", "222400", 2, "area", True),
    ("other_prefecture", "province", "长春市", "长春", "ccs", "220100", 2, "area", True),
    ("county", "prefecture", "和龙市", "和龙", "hls", "222406", 3, "area", True),
    ("other_county", "prefecture", "安图县", "安图", "atx", "222426", 3, "area", True),
    ("zone", "prefecture", "延吉高新技术产业开发区", "延吉高新区", "yjgxjscykfq", "222471", 3, "area", False),
    ("district", "other_prefecture", "朝阳区", "朝阳", "cyq", "220104", 3, "area", True),
    ("township", "county", "龙城镇", "龙城镇", "lcz", "222406104", 4, "area", True),
    ("other_township", "county", "头道镇", "头道镇", "tdz", "222406101", 4, "area", True),
    ("village", "township", "石国村委会", "石国村", "sgc", "222406104201", 5, "area", True),
    ("other_village", "township", "龙坪村委会", "龙坪村", "lpc", "222406104202", 5, "area", True),
    ("branch", "province", "延边大学委员会", "延边大学", "ybdx", "YBDX", 9, "branch", True),
    ("other_province", "nation", "广东省", "广东", "gds", "440000", 1, "area", True),
    ("ragged_prefecture", "other_province", "东莞市", "东莞", "dgs", "441900", 2, "area", True),
    ("ragged_township", "ragged_prefecture", "石龙镇", "石龙镇", "slz", "441900101", 4, "area", True),
]


def grow_tree() -> Tree:
    """The tree above, without events: as if it had been imported."""
    units: dict[str, Unit] = {}
    for order, (key, parent, *rest) in enumerate(_UNITS):
        units[key] = _unit(units.get(parent), order, *rest)
    return Tree(**units)


def _unit(parent, order, name, short, initials, code, level, kind, official):
    unit = Unit.objects.create(
        parent=parent,
        order=order,
        name=name,
        short=short,
        initials=initials,
        code=code,
        level=level,
        kind=kind,
        official=official,
        since=SINCE,
        founded=SINCE,
        path="",
    )
    unit.path = (parent.path if parent else "") + step(unit.pk)
    unit.save(update_fields=["path"])
    return unit


def appoint(username: str, unit, role: str) -> Account:
    """An account that works for `unit` in `role`."""
    account = Account.objects.create_user(username, PASSWORD, name=username)
    Assignment.objects.create(account=account, unit=unit, role=role, since=SINCE)
    return account

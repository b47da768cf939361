"""What a division code itself says of a unit."""

from __future__ import annotations

import re

from .models import Level

# What an address can carry; u1234 names a unit by its key.
CODE = re.compile(r"(?!u[0-9]+$)[0-9A-Za-z_-]{0,20}")


def is_official(code: str, level: int) -> bool:
    """Whether the code is one of a division in law, and not one that statistics gave to something like it.

    Statistical codes number development zones 71 to 79 among the counties, enterprises and farms 400 to 599 among
    the townships, and what is like a village from 400 on. Other codes say nothing: what has them is official.
    """
    if not code.isdigit():
        return True
    if level == Level.COUNTY and len(code) == 6:
        return not "71" <= code[4:6] <= "79"
    if level == Level.TOWNSHIP and len(code) == 9:
        return not "400" <= code[6:9] <= "599"
    return not (level == Level.VILLAGE and len(code) == 12 and code[9:12] >= "400")


def other_spelling(code: str) -> str:
    """The same division code as lists write it elsewhere; "" where there is none.

    Provinces and prefectures also go as 2 and 4 digits (22, 2201), and any code also padded to 12.
    """
    if not code.isdigit():
        return ""
    if len(code) in (2, 4):
        return code.ljust(6, "0")
    if len(code) == 12 and code.endswith("000"):
        return code[:6] if code.endswith("000000") else code[:9]
    return ""

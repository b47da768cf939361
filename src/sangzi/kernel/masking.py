"""How personal values look to those who need not see them whole.

One rule everywhere, because fragments cut in different ways can be joined to rebuild the value.
"""

from __future__ import annotations

STAR = "*"


def mask_name(name: str) -> str:
    """张三 -> 张*, 张小三 -> 张*三, longer ones keep first and last; with · only the very first character stays."""
    if "·" in name:
        return name[0] + STAR * 2 + "·" + STAR * 2
    if len(name) <= 1:
        return STAR * len(name)
    if len(name) == 2:
        return name[0] + STAR
    return name[0] + STAR * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """13812341234 -> 138****1234; anything else keeps only its last two digits."""
    digits = phone.strip()
    if len(digits) == 11 and digits.isdigit():
        return digits[:3] + STAR * 4 + digits[-4:]
    return STAR * max(len(digits) - 2, 0) + digits[-2:]

"""Numbers of certificates: SZ2026-000123-7. The last digit is a check digit, so that a slip of the pen is found.

The check system is ISO 7064, MOD 11,10 over the digits of year and count: it finds every single wrong digit and
nearly every two neighbours that were swapped.
"""

from __future__ import annotations

import re

_SHAPE = re.compile(r"SZ(\d{4})-?(\d{6,9})-?(\d)")


def number_of(year: int, count: int) -> str:
    """The number of the `count`-th certificate of a year."""
    digits = f"{year:04d}{count:06d}"
    return f"SZ{digits[:4]}-{digits[4:]}-{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """ISO 7064 MOD 11,10."""
    product = 10
    for digit in digits:
        summed = (product + int(digit)) % 10 or 10
        product = summed * 2 % 11
    return (11 - product) % 10


def cleaned(text: str) -> str | None:
    """A number as it is kept, however it was typed; None where it is none or its check digit is wrong."""
    found = _SHAPE.fullmatch("".join(text.upper().split()).replace("—", "-").replace("－", "-"))
    if found is None or check_digit(found[1] + found[2]) != int(found[3]):
        return None
    return f"SZ{found[1]}-{found[2]}-{found[3]}"

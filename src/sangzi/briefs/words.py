"""Words of a brief hold no number: a number written as words has no receipt, so it is refused."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from sangzi.kernel.errors import SangziError

_COUNTED = (
    "个|名|人|位|家|所|场|次|件|项|条|万|亿|元|户|处|座|期|支|对|只|张|篇|部|年|月|日|天|周|岁|成|倍|批|届|笔|张|股|台|套|间|本|"
    "堂|课|床|站|点|村|乡|镇|县|市|省|小时|学时|人次|百分点"
)
_NUMBER = "[〇零一二三四五六七八九十百千万亿两俩]+"
_WRITTEN_OUT = re.compile(rf"{_NUMBER}(?:多|余|来)?(?:{_COUNTED})|百分之|千分之|{_NUMBER}分之|[%％‰]")
_BESIDE = 6


class UnlinkedNumber(SangziError):
    """A number stands in a brief without a receipt; the sentence says which and where."""

    code = "unlinked-number"
    status = 422


def refuse_numbers(text: str, where: str = "") -> None:
    """Raise `UnlinkedNumber` when words hold a digit of any script, or a Chinese number with what it counts."""
    at = first_number(text)
    if at is None:
        return
    found = text[max(at - _BESIDE, 0) : at + _BESIDE]
    raise UnlinkedNumber(
        _("“%(words)s”里有一个没有凭据的数（%(where)s）。简报里的数只能来自带凭据的指标；请改用指标，或去掉这个数。")
        % {"words": found, "where": where or _("正文")},
        words=text,
        at=at,
    )


def first_number(text: str) -> int | None:
    """Where the first number in words begins; None when there is none."""
    digit = next((at for at, sign in enumerate(text) if _is_digit(sign)), None)
    written = _WRITTEN_OUT.search(text)
    found = [at for at in (digit, written.start() if written else None) if at is not None]
    return min(found, default=None)


def _is_digit(sign: str) -> bool:
    """①, Ⅳ, ½ and １ are digits here; 一 alone is a word (统一, 一线)."""
    return unicodedata.category(sign).startswith("N")

"""Numbers that the text has lost: 不少于名, or a measure word left over after an open quotation.

They are reported, never guessed.
"""

import re

from sangzi.engines.plangrammar.cleaning import Clean
from sangzi.engines.plangrammar.model import Notice

_COMPARED = re.compile(
    "(?:不少于|不低于|不超过|不高于|不多于|至少达到|达到)(?:个(?!人|体|性|别)|名(?!单|录)|家(?!庭)|场(?!所|馆|"
    "景)|次|项(?!目)|支(?!部|持)|%|人次|万元|万人|亿元)(?=[,;。、\n以])"
)
_LEFT_OVER = re.compile(r"“[^“”,;。\n]{1,16}[一-龥](条|场|家|个|名|项|支|所|次|期)(?=[,;。\n])")
_COUNT_WORD = re.compile("[\\d一二三四五六七八九十百千万余多几数两各每](?:条|场|家|个|名|项|支|所|次|期)$")


def lost_numbers(clean: Clean) -> list[Notice]:
    """A notice for each place where a number must have stood."""
    out = []
    for pattern in (_COMPARED, _LEFT_OVER):
        for match in pattern.finditer(clean.text):
            if pattern is _LEFT_OVER and _COUNT_WORD.search(match.group()):
                continue
            start, end = clean.span(*match.span())
            out.append(
                Notice(
                    "lost-number",
                    f"“{match.group().lstrip(chr(0x201C))}”处似乎缺了数字，没有猜测；请对照原件补上。",
                    start,
                    end,
                )
            )
    return sorted(out, key=lambda notice: notice.start)

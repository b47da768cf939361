"""Linear in the length, whatever is repeated: ten times the text takes about ten times as long."""

from __future__ import annotations

import time

import pytest

from sangzi.engines.plangrammar import read
from tests.engines.plangrammar.agreement import DEVELOPMENT

REPEATED = {
    "a plan": (DEVELOPMENT / "science.txt").read_text("utf-8"),
    "one sentence without a stop": "建设学校3所、",
    "one comma clause": "建设学校3所",
    "digits": "1",
    "grouped digits": "111,",
    "chinese numerals": "一万",
    "open quotes": "“到2025年",
    "open brackets": "（责任部门：",
    "nested brackets": "((甲",
    "owner notes": "（责任部门：甲局）",
    "table headers": "指标\t2025年\t",
    "header words": "指标 单位 2025年目标 1 ",
    "lines of a cell": "指标\n2025年目标\n",
    "line breaks": "进一步加强，\n\n",
    "ornaments": "★甲",
    "spaces": "甲 ",
    "markers": "1.甲。",
    "each": "每个",
    "rates": "甲率",
    "years": "2025年",
    "all": "所有",
    "emails": "a@",
    "surnames": "联系人：张",
    "letters": "A",
}
FEW, MANY, SLACK = 4_000, 40_000, 2.5


def seconds(text):
    took = []
    for _ in range(2):
        begun = time.process_time()
        read(text)
        took.append(time.process_time() - begun)
    return min(took)


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece):
    short, long = ((piece * (length // len(piece) + 1))[:length] for length in (FEW, MANY))
    assert seconds(long) < 10 * SLACK * seconds(short) + 0.2

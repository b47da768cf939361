"""Words with a number in them that count nothing."""

from __future__ import annotations

import pytest

from sangzi.engines import plangrammar


@pytest.mark.parametrize(
    "text",
    [
        "来源: 林草局| 浏览: 318 次\n",
        "点击数:27次\n正文如下。\n",
        "县局与乡镇一起设计方案。\n",
        "把人手聚到一起。\n",
        "县县出台办法。\n",
    ],
)
def test_counters_of_pages_and_adverbs_are_no_commitments(text):
    assert plangrammar.read(text).commitments == ()


def test_one_incident_is_counted():
    (found,) = plangrammar.read("确保全年较大火灾事故不超过一起。\n").commitments
    assert (found.value, found.unit) == (1, "起")


def test_a_slogan_may_bring_people_forth():
    (found,) = plangrammar.read("到2025年，村村出能人。\n").commitments
    assert (found.shape, found.over, found.value) == ("each", "village", 1)

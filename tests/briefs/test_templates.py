"""A brief is one TOML: what it may say, and what it is told when it may not."""

from __future__ import annotations

import pytest

from sangzi.briefs import checks
from sangzi.briefs.definitions import Template, templates
from sangzi.kernel import definitions
from sangzi.kernel.definitions import SHIPPED, BadDefinition


@pytest.fixture
def changed(tmp_path):
    """The monthly brief with one text replaced by another."""
    text = (SHIPPED / "briefs" / "monthly.toml").read_text("utf-8")

    def make(old, new):
        path = tmp_path / "monthly.toml"
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return definitions.read(path, Template)

    return make


def test_the_shipped_briefs_pass_their_check():
    assert templates()
    assert checks.briefs_can_be_written() == []


def test_sections_come_in_any_order_and_number(changed):
    made = changed('sections = ["overview", "progress", "lagging", "asks", "receipts"]', 'sections = ["asks"]')
    assert made.sections == ("asks",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("本期没有滞后", "本期有3项滞后", "没有凭据的数"),
        ('overview = "本月概览"', 'overview = "三个重点"', "没有凭据的数"),
        ("{commitment}：还差{missing}，", "{commitment}：", "must name exactly"),
        ('send = "送', 'sent = "送', "send"),
        ('asks = "需要做什么"', "", "no title"),
    ],
)
def test_a_brief_that_could_not_be_written_is_refused_with_the_reason(changed, old, new, told):
    with pytest.raises(BadDefinition, match=told):
        changed(old, new)


def test_an_unknown_headline_and_a_light_without_words_are_named(changed):
    assert "students-plaсed" in "".join(checks.complaints(changed('"students-placed"', '"students-plaсed"')))
    assert "'done'" in "".join(checks.complaints(changed('done = "已完成"', "")))

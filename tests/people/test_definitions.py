"""What a register file may not say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sangzi.people.checks import registers_can_be_read
from sangzi.people.definitions import RegisterType, registers

PLAIN = {"key": "a", "title": "甲", "title_en": "A", "of": "person", "source": "-"}
FIELD = {"key": "f", "title": "项", "title_en": "Item"}


def test_the_shipped_registers_can_be_read():
    assert {"role-models", "ecommerce-talent", "mentors", "youth-enterprise-organisations"} <= registers().keys()


@pytest.mark.parametrize(
    "wrong",
    [
        {"of": "dog"},
        {"may_enter": []},
        {"review_days": 0},
        {"fields": [FIELD, FIELD]},
        {"fields": [FIELD | {"kind": "choice"}]},
        {"fields": [FIELD | {"choices": ["一"]}]},
        {"colour": "red"},
    ],
)
def test_a_register_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        RegisterType.model_validate(PLAIN | wrong)


def test_the_check_says_which_word_was_meant(tmp_path, settings):
    settings.SANGZI_DEFINITIONS = tmp_path
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "a.toml").write_text(
        'key = "a"\ntitle = "甲"\ntitle_en = "A"\nof = "person"\nsorce = "-"\n', "utf-8"
    )
    registers.cache_clear()
    messages = [error.msg for error in registers_can_be_read()]
    registers.cache_clear()
    assert any("是不是“source”" in message for message in messages)

"""What the sessions of a programme are called, in their order."""

from __future__ import annotations

import pytest
from django.utils import translation

from sangzi.programmes.attendances import session_called
from sangzi.programmes.definitions import frozen, programmes
from sangzi.programmes.meaning import complaints


@pytest.mark.parametrize(
    ("key", "language", "says"),
    [
        ("volunteering", "zh-hans", "第4班"),
        ("volunteering", "en", "Shift 4"),
        ("night-school-courses", "zh-hans", "第4课"),
        ("river-patrol", "en", "Patrol 4"),
        ("elder-care", "zh-hans", "第4场"),
        ("mentoring", "en", "Session 4"),
    ],
)
def test_a_session_is_called_as_its_programme_says(key, language, says):
    with translation.override(language):
        assert session_called(programmes()[key], 4) == says


def test_what_is_said_in_one_language_alone_is_complained_of():
    sound = programmes()["volunteering"]
    alone = sound.model_dump_json().replace('"session_en":"Shift"', '"session_en":""')
    assert complaints(sound) == []
    assert any("session_en" in one for one in complaints(frozen(alone)))

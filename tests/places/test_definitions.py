"""Types of places."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sangzi.places.checks import place_types_can_be_read
from sangzi.places.definitions import PlaceType, place_types
from sangzi.units.models import Level

PLAIN = {"key": "a", "title": "甲", "title_en": "A", "levels": ["county"], "source": "-"}


def test_the_shipped_types_can_be_read():
    assert place_types_can_be_read() == []
    assert {"youth-home", "hope-room", "talent-hostel", "night-school"} <= place_types().keys()


def test_what_holds_people_says_so_in_both_languages():
    assert all(bool(kind.capacity_word) == bool(kind.capacity_word_en) for kind in place_types().values())


def test_a_youth_home_belongs_to_townships_and_not_to_provinces():
    home = place_types()["youth-home"]
    assert home.may_be_kept_at(Level.TOWNSHIP)
    assert not home.may_be_kept_at(Level.PROVINCE)


@pytest.mark.parametrize("wrong", [{"levels": []}, {"levels": ["galaxy"]}, {"rooms": 3}])
def test_a_type_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        PlaceType.model_validate(PLAIN | wrong)

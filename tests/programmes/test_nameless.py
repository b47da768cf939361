"""What is offered for somebody who is not to be known says nothing by which they could be found."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput
from sangzi.programmes.actions import change_opening, offer
from sangzi.programmes.definitions import programmes

from .made_rounds import NOW, declared, round_of

WISH = {"key": "wish", "title": "心愿", "title_en": "Wish"}


def wished(unit, title="一双球鞋", *, nameless=True, **more):
    made = round_of(declared(openings={"fields": [WISH], "nameless": nameless}), unit)
    return offer(round=made, unit=unit, title=title, on=date(2024, 6, 1), capacity=1, by=None, **more)


@pytest.mark.parametrize(
    "said", ["球鞋，电话13812345678", "联系人：王小明", "寄到 a@example.org", "11010120120307002X的鞋"]
)
def test_what_would_name_a_child_is_refused_wherever_it_stands(tree, said):
    for where in ({"title": said}, {"summary": said}, {"answers": {"wish": said}}):
        with pytest.raises(BadInput, match="只写需要什么"):
            wished(tree.village, **where)


def test_a_thing_is_a_wish_and_stays_one_when_it_is_changed(tree):
    wish = wished(tree.village, answers={"wish": "36码，2024年6月1日前"})
    with pytest.raises(BadInput, match="只写需要什么"):
        change_opening(opening=wish, now=NOW, by=None, summary="电话13812345678")


def test_elsewhere_a_telephone_number_may_stand(tree):
    assert wished(tree.village, nameless=False, summary="电话13812345678").pk


def test_wishes_of_children_are_such():
    openings = programmes()["wishes"].openings
    assert openings is not None
    assert openings.nameless

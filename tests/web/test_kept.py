"""Parts that are kept by their shape say what the template would say."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sangzi.web import kept
from sangzi.web.kept import filled

LINE, SIGN = "desk/applications/row.html", "open/parts/sign.html"
words = st.text(max_size=12)


def sign(**told):
    return {
        "sign": {"look": "open", "icon": "clock", "words": "正在报名", "when": "", "left": "", "soon": False} | told
    }


@st.composite
def lines(draw):
    """What a line of applications is told."""
    wish = st.fixed_dictionaries({"look": st.sampled_from(["", "got"]), "rank": st.integers(1, 9), "title": words})
    return {
        "pk": draw(st.integers(1, 10**9)),
        "url": draw(words),
        "called": draw(words),
        "person": draw(words),
        "guardian": draw(words),
        "unit": draw(words),
        "wishes": [one | {"line": draw(st.none() | st.integers(1, 99))} for one in draw(st.lists(wish, max_size=2))],
        "count": draw(st.none() | st.integers(3, 9)),
        "cells": [{"title": draw(words), "said": draw(words)} for _one in range(draw(st.integers(0, 2)))],
        "submitted": draw(st.just("07-01 08:00") | st.just("")),
        "state": draw(words),
        "words": draw(words),
    }


@given(told=lines(), writes=st.booleans(), language=st.sampled_from(["zh-hans", "en"]))
def test_a_filled_line_is_the_line_that_the_template_writes(told, writes, language):
    with translation.override(language):
        assert filled(LINE, {"row": told}, writes=writes, ranked=True) == render_to_string(
            LINE, {"row": told, "writes": writes, "ranked": True}
        )


def test_what_is_put_in_is_escaped_and_never_read_as_a_mark():
    said = filled(SIGN, sign(words="<b>", when="\ue0000\ue001", left='"'))
    assert "&lt;b&gt;" in said
    assert "\ue0000\ue001" in said
    assert "&quot;" in said


def test_lines_of_one_shape_are_written_by_the_template_once():
    kept._pieces.cache_clear()
    for number in range(50):
        filled(SIGN, sign(words=str(number)))
    assert kept._pieces.cache_info().misses == 1


def test_what_is_neither_text_nor_number_is_refused():
    with pytest.raises(TypeError):
        filled(SIGN, {"sign": 1.5})

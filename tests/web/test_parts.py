"""The parts that pages are put together from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from sangzi.kernel.paging import Page
from sangzi.web.charts import Chart, Series
from sangzi.web.tiles import Tile


def drawn(source, **context):
    return Template("{% load parts %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "text", "exact"),
    [
        (0, ">0<", 'title="0"'),
        (9999, ">9,999<", 'title="9,999"'),
        (12345, ">1.2万<", 'title="12,345"'),
        (Fraction(250_000_000), ">2.5亿<", 'title="250,000,000"'),
        (Decimal("12.50"), ">12.50<", 'title="12.50"'),
    ],
)
def test_a_number_is_short_and_keeps_its_exact_value(value, text, exact):
    told = drawn("{% number value %}", value=value)
    assert text in told
    assert exact in told


def test_an_english_number_has_all_its_digits():
    with translation.override("en"):
        assert ">12,345<" in drawn("{% number 12345 %}")


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_not_known_is_a_dash_and_not_a_zero(value):
    for part in ("{% number value %}", "{% percent value %}", "{% money value %}", "{% progress value %}"):
        assert "—" in drawn(part, value=value)


def test_a_percentage_has_one_decimal():
    assert ">33.3%<" in drawn("{% percent value %}", value=Fraction(100, 3))


def test_money_is_exact():
    assert "¥1,234,567.80" in drawn("{% money value %}", value=Decimal("1234567.8"))


@pytest.mark.parametrize(("state", "words"), [("behind", "滞后"), ("done", "已完成"), ("none", "无目标")])
def test_a_light_has_words_and_a_drawing_beside_its_colour(state, words):
    told = drawn("{% light state %}", state=state)
    assert words in told
    assert "<svg" in told
    assert f"light-{state}" in told


def test_a_light_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        drawn("{% light 'purple' %}")


def test_progress_over_the_target_stays_in_its_track():
    told = drawn("{% progress 1.5 'done' 1 %}")
    assert "width: 100.0%" in told
    assert "left: 66.7%" in told
    assert "150.0%" in told


def test_a_masked_value_has_a_button_only_where_it_may_be_seen():
    assert "<form" not in drawn("{% masked '张*三' %}")
    told = drawn("{% masked '张*三' '/desk/people/3/reveal/' %}")
    assert 'method="post" action="/desk/people/3/reveal/"' in told


def test_tiles_carry_value_and_words():
    told = drawn("{% tiles items %}", items=[Tile("和龙", "/desk/?unit=222406", "slow", "63.0%", "63.04%")])
    for part in ("和龙", "/desk/?unit=222406", "tile-slow", "偏慢", "63.0%", 'title="63.04%"'):
        assert part in told


def test_a_chart_has_a_table_beneath_it():
    shown = Chart("场次", ["1月", "2月"], [Series("实际", [3, None]), Series("目标", [5, 10], dashed=True)], "场")
    told = drawn("{% chart shown %}", shown=shown)
    assert told.count("<tr>") == 3
    assert "—" in told
    assert 'data-chart="chart"' in told


def test_the_values_of_a_chart_cannot_break_out_of_their_script():
    told = drawn("{% chart shown %}", shown=Chart("</script><b>", ["</script>"], [Series("a", [1])]))
    assert told.count("</script>") == 1


def test_turning_keeps_the_other_parameters(rf):
    told = drawn("{% turn page %}", page=Page([], "30"), request=rf.get("/x/?q=hl&after=60"))
    assert "/x/?q=hl&amp;after=30" in told
    assert 'href="/x/?q=hl"' in told


def test_a_last_page_has_no_next(rf):
    assert "<nav" not in drawn("{% turn page %}", page=Page([], None), request=rf.get("/x/"))


class Asked(forms.Form):
    name = forms.CharField(widget=forms.TextInput(attrs={"autofocus": True}))
    days = forms.DecimalField(max_value=60)
    kind = forms.ChoiceField(choices=[("a", "甲")])


def test_what_a_field_refuses_says_what_to_change():
    with translation.override("zh-hans"):
        told = Asked({"days": "90", "kind": "b"}).errors
    assert told["name"] == ["没有填写；请填写。"]
    assert told["days"] == ["不能超过60；请改小。"]
    assert told["kind"] == ["选的不在列出的里面；请重新选。"]


def test_the_keyboard_stands_at_the_first_thing_to_change():
    told = drawn("{% fields form %}", form=Asked({"name": "田一禾", "days": "90", "kind": "b"}))
    assert told.count("autofocus") == 1
    assert "autofocus" in told[told.index('name="days"') : told.index('name="kind"')]


def test_a_form_that_is_not_refused_keeps_its_own_focus():
    told = drawn("{% fields form %}", form=Asked())
    assert "autofocus" in told[: told.index('name="days"')]

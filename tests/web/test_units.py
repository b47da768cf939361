"""Unit pages and the search for units."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.units.actions import merge_units, rename_unit


def test_a_unit_page_shows_what_is_above_below_and_how_much(visit, lead):
    page = visit(lead).get("/desk/units/222406/").content.decode()
    for words in ("和龙市", "县级", "222406", "龙城镇", "头道镇", "延边"):
        assert words in page


def test_an_unofficial_unit_is_marked(visit, lead):
    assert "非行政区划" in visit(lead).get("/desk/units/222471/").content.decode()


def test_branches_stand_apart_from_areas(visit, lead):
    areas = visit(lead).get("/desk/units/220000/").content.decode()
    branches = visit(lead).get("/desk/units/220000/?kind=branch").content.decode()
    assert "延边大学委员会" not in areas
    assert "延边大学委员会" in branches


def test_history_names_predecessors_and_successors(visit, lead, tree):
    merge_units(units=[tree.township, tree.other_township], into=tree.township, on=date(2025, 3, 1), by=lead)
    stays = visit(lead).get("/desk/units/222406104/").content.decode()
    ended = visit(lead).get(f"/desk/units/u{tree.other_township.pk}/").content.decode()
    assert "头道镇并入本单位" in stays
    assert "2025年3月1日撤销" in ended
    assert "并入龙城镇" in ended


def test_history_tells_of_an_old_name(visit, lead, tree):
    rename_unit(unit=tree.township, name="龙门镇", on=date(2025, 3, 1), by=lead)
    page = visit(lead).get("/desk/units/222406104/").content.decode()
    assert "由“龙城镇”更名为“龙门镇”" in page


@pytest.mark.parametrize("text", ["和龙", "hls", "222406", "HLS"])
def test_the_switcher_finds_by_name_initials_and_code(visit, lead, text):
    page = visit(lead).get("/desk/unit-search/", {"q": text}).content.decode()
    assert "和龙市" in page
    assert "/desk/?unit=222406" in page


def test_the_switcher_finds_nothing_outside_the_scope(visit, stranger):
    page = visit(stranger).get("/desk/unit-search/", {"q": "和龙"}).content.decode()
    assert "和龙市" not in page
    assert "没有找到" in page


def test_without_script_the_switcher_is_a_page(visit, lead):
    page = visit(lead).get("/desk/units/", {"q": "hls"}).content.decode()
    assert "<html" in page
    assert "和龙市" in page


def test_children_turn_by_page(visit, lead, tree):
    from sangzi.units.queries.listing import children_page

    first = children_page(tree.prefecture, kind="area", size=2)
    second = children_page(tree.prefecture, kind="area", after=first.next, size=2)
    assert [len(first.lines), len(second.lines), second.next] == [2, 1, None]
    assert visit(lead).get("/desk/units/222400/?after=rubbish").status_code == 422

"""Changes of the tree through pages: asked, shown, confirmed, done."""

from __future__ import annotations

import pytest

from sangzi.units.models import Unit

ON = {"on": "2025-03-01", "document": "吉民发〔2025〕8号"}
SURE = {"confirmed": "yes"}


def sent(**fields):
    return {**ON, **fields}


def test_nothing_changes_before_it_is_confirmed(visit, lead, tree):
    answer = visit(lead).post("/desk/units/222406104/rename/", sent(name="龙门镇"))
    tree.township.refresh_from_db()
    assert tree.township.name == "龙城镇"
    assert "从2025年3月1日起，“龙城镇”改名为“龙门镇”" in answer.content.decode()


def test_the_page_of_confirmation_sends_the_same_form_again(visit, lead, tree):
    client = visit(lead)
    page = client.post("/desk/units/222406104/rename/", sent(name="龙门镇"))
    fields = dict(page.context["sent"])
    client.post("/desk/units/222406104/rename/", {**fields, **SURE})
    tree.township.refresh_from_db()
    assert tree.township.name == "龙门镇"


def test_a_unit_is_founded(visit, lead, tree):
    fields = sent(name="新龙镇", level="4", code="222406199", official="on")
    answer = visit(lead).post("/desk/units/222406/found/", {**fields, **SURE})
    unit = Unit.objects.get(code="222406199")
    assert answer["Location"] == "/desk/units/222406199/"
    assert (unit.parent, unit.official) == (tree.county, True)


def test_a_unit_moves_with_what_hangs_under_it(visit, lead, tree):
    visit(lead).post("/desk/units/222406104/move/", {**sent(parent="安图县（222426）", code=""), **SURE})
    tree.village.refresh_from_db()
    assert tree.village.path.startswith(tree.other_county.path)


def test_a_unit_does_not_move_out_of_the_hands_of_its_lead(visit, lead, tree):
    answer = visit(lead).post("/desk/units/222406104/move/", {**sent(parent="441900"), **SURE})
    tree.township.refresh_from_db()
    assert (answer.status_code, tree.township.parent) == (422, tree.county)
    assert "没有找到" in answer.content.decode()


def test_units_merge(visit, lead, tree):
    others = {"others": str(tree.other_township.pk), "name": "", "code": ""}
    visit(lead).post("/desk/units/222406104/merge/", {**sent(**others), **SURE})
    tree.other_township.refresh_from_db()
    assert tree.other_township.closed is not None


def test_a_unit_splits_and_its_children_go_where_they_were_told(visit, lead, tree):
    fields = sent(name_1="石国镇", code_1="222406198", stays="on", **{f"child_{tree.village.pk}": "1"})
    visit(lead).post("/desk/units/222406104/split/", {**fields, **SURE})
    tree.village.refresh_from_db()
    tree.other_village.refresh_from_db()
    assert tree.village.parent.name == "石国镇"
    assert tree.other_village.parent == tree.township


def test_a_refused_change_keeps_what_was_typed(visit, lead, tree):
    answer = visit(lead).post("/desk/units/222406/close/", {**sent(note="误填"), **SURE})
    tree.county.refresh_from_db()
    assert answer.status_code in (409, 422)
    assert 'value="误填"' in answer.content.decode()
    assert tree.county.closed is None


def test_a_day_before_the_unit_existed_is_refused_in_a_sentence(visit, lead):
    answer = visit(lead).post("/desk/units/222406104/rename/", {**sent(name="龙门镇", on="2019-01-01"), **SURE})
    assert answer.status_code == 422
    assert "2020年1月1日" in answer.content.decode()


@pytest.mark.parametrize("verb", ["found", "rename", "recode", "move", "merge", "split", "close"])
def test_every_verb_has_a_form_of_its_own(visit, lead, verb):
    page = visit(lead).get(f"/desk/units/222406104/{verb}/")
    assert page.status_code == 200
    assert 'name="on"' in page.content.decode()

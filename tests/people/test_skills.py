"""A need in plain words finds who can help, without a model server."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput
from sangzi.people import access
from sangzi.people.actions import add_person, enter_register, leave_register
from sangzi.people.models import Entry
from sangzi.people.skill_words import SkillWords, above, skill_words, spoken
from sangzi.people.skills import rank, ranked
from sangzi.units.access import scope_of
from tests.people.needs import halves, recall_at, reciprocal_rank

TODAY = date(2024, 9, 30)


def test_apple_trees_with_canker_lead_to_the_expert_for_fruit():
    texts = ["葡萄酒酿造", "果树栽培与病虫害防治", "合同法律咨询", "苹果手机维修"]
    best, *_rest = rank(texts, "苹果树得了腐烂病")
    assert best[0] == 1
    assert {"苹果→果树", "腐烂病→病虫害"} <= set(best[2])


def test_needs_that_were_held_out_find_their_people():
    profiles, _tuned_on, held_out = halves()
    assert len(profiles) >= 150
    assert len(held_out) >= 50
    orders = [([at for at, _score, _words in rank(profiles, need.text)], need) for need in held_out]
    assert sum(recall_at(order, need) for order, need in orders) / len(orders) >= 0.72
    assert sum(reciprocal_rank(order, need) for order, need in orders) / len(orders) >= 0.66


@pytest.mark.parametrize("need", ["", "请问", "，。！", "qqqq"])
def test_a_need_that_says_nothing_finds_nobody(need):
    assert rank(["果树栽培"], need) == []


def test_broader_words_are_found_step_by_step():
    assert dict(above("苹果"))["果树"] == 1
    assert dict(above("苹果"))["种植"] == 2
    assert spoken()["番茄"] == "西红柿"


def test_the_shipped_words_can_be_read_and_a_word_is_not_under_itself():
    assert {"growing", "rearing", "making", "trading", "living"} <= skill_words().keys()
    with pytest.raises(ValueError, match="不能归在自己下面"):
        SkillWords.model_validate({"key": "a", "title": "甲", "title_en": "A", "same": {"果树": ["果树"]}})


@pytest.fixture
def listed(tree):
    def put(name, unit, register="mentors", **fields):
        person = add_person(name=name, home=unit, today=TODAY, by=None)
        return enter_register(
            register=register, person=person, unit=unit, since=TODAY, today=TODAY, by=None, fields=fields
        )

    return put


def test_lines_are_ranked_in_two_queries_and_told_why(tree, listed, django_assert_num_queries):
    fruit = listed("甲", tree.township, field="技术", skills="果树病虫害防治")
    listed("乙", tree.township, field="融资", skills="贷款")
    with django_assert_num_queries(2):
        (match,) = ranked(Entry.objects.all(), "梨树生虫")
    assert (match.entry, match.words[0]) == (fruit, "病虫害")


def test_who_is_out_of_scope_or_has_left_is_not_found(tree, listed, member):
    listed("甲", tree.other_township, field="技术", skills="果树病虫害防治")
    gone = listed("乙", tree.township, field="技术", skills="果树病虫害防治")
    leave_register(entry=gone, until=TODAY, today=TODAY, by=None)
    assert ranked(access.visible_entries(scope_of(member, TODAY)), "果树生虫") == []


def test_a_need_is_a_sentence_and_not_a_book():
    with pytest.raises(BadInput, match="最多200个字"):
        ranked(Entry.objects.all(), "果" * 201)

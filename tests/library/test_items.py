"""Items are shown from a day to a day, once under one title."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict, NotPermitted, NotVisible
from sangzi.library import access
from sangzi.library.actions import publish_item, withdraw_item
from sangzi.library.checks import item_kinds_can_be_read
from sangzi.library.definitions import item_kinds
from sangzi.library.models import Item
from sangzi.library.queries import items_list, shown
from sangzi.units.access import scope_of
from tests.programmes.telling import held, told_of

TODAY = date(2024, 9, 30)
MAY = date(2024, 5, 6)


def publish(unit, **given):
    usual = {"kind": "flagship-project", "title": "假日课堂", "since": MAY, "today": TODAY, "by": None}
    return publish_item(unit=unit, **usual | given)


def test_an_item_counts_while_it_is_shown(tree, told):
    item = publish(tree.township)
    withdraw_item(item=item, until=date(2024, 8, 1), today=TODAY, by=None)
    assert sorted(held("library.items").values()) == [-100, 100]
    assert told_of(told, "library.items") == held("library.items")


def test_one_title_is_shown_once_a_unit(tree):
    item = publish(tree.township)
    publish(tree.other_township)
    with pytest.raises(Conflict, match="龙城镇已有名为“假日课堂”的标志性服务项目"):
        publish(tree.township)
    withdraw_item(item=item, until=TODAY, today=TODAY, by=None)
    assert publish(tree.township, since=TODAY).until is None


def test_an_item_is_withdrawn_once(tree):
    item = publish(tree.township)
    withdraw_item(item=item, until=TODAY, today=TODAY, by=None)
    with pytest.raises(Conflict, match="已经撤下"):
        withdraw_item(item=item, until=TODAY, today=TODAY, by=None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": "rumour"}, "没有名为“rumour”的内容类别"),
        ({"since": date(2024, 10, 1)}, "还没有到"),
        ({"since": date(2019, 1, 1)}, "尚不存在"),
        ({"title": "长" * 201}, "最多200个字"),
    ],
)
def test_what_cannot_be_published_is_told_in_a_sentence(tree, given, sentence):
    with pytest.raises(BadInput, match=sentence):
        publish(tree.township, **given)
    assert not Item.objects.exists()


def test_items_list_over_a_subtree_in_one_query(tree, django_assert_num_queries):
    items = [publish(unit) for unit in (tree.township, tree.other_township, tree.ragged_township)]
    with django_assert_num_queries(1):
        page = items_list(Item.objects.all(), unit=tree.county, kind="flagship-project", size=1)
    rest = items_list(Item.objects.all(), unit=tree.county, after=page.next)
    assert page.lines + rest.lines == [items[1], items[0]]
    assert shown(Item.objects.all(), tree.province) == {"flagship-project": 2}


def test_an_item_elsewhere_is_not_there_and_an_auditor_changes_none(tree, stranger, auditor):
    item = publish(tree.township)
    with pytest.raises(NotVisible):
        access.get_item_for(scope_of(stranger, TODAY), item.pk)
    with pytest.raises(NotPermitted):
        access.writable_item_for(scope_of(auditor, TODAY), item.pk)


def test_the_shipped_kinds_can_be_read():
    assert item_kinds_can_be_read() == []
    assert "flagship-project" in item_kinds()

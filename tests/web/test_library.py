"""The library on pages: items by kind, published and withdrawn; and who may do so."""

from __future__ import annotations

import pytest

from sangzi.library.actions import publish_item
from sangzi.library.models import Item

from .work import BEGUN, TODAY

MOST_QUERIES = 12
FIELDS = {"kind": "start-up-project", "title": "暖冬行动", "unit": "龙城镇（222406104）", "since": TODAY.isoformat()}


@pytest.fixture
def item(tree):
    return publish_item(kind="story", title="回乡记", unit=tree.township, since=BEGUN, today=TODAY, by=None)


def test_items_are_listed_by_kind(visit, member, item):
    client = visit(member)
    assert "回乡记" in client.get("/desk/library/").content.decode()
    assert "回乡记" not in client.get("/desk/library/?kind=lesson").content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_a_list_costs_the_same_queries_whatever_its_length(visit, member, tree, items, django_assert_max_num_queries):
    for number in range(items):
        publish_item(kind="story", title=str(number), unit=tree.village, since=BEGUN, today=TODAY, by=None)
    client = visit(member)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/desk/library/")


def test_an_item_is_published_and_the_figures_that_moved_are_said(visit, member, tree):
    page = visit(member).post("/desk/library/publish/", FIELDS, follow=True).content.decode()
    assert Item.objects.get().unit == tree.township
    assert "已发布“暖冬行动”" in page
    assert "变了的数据" in page


def test_the_same_title_twice_is_refused_beside_its_field(visit, member, tree):
    client = visit(member)
    client.post("/desk/library/publish/", FIELDS)
    again = client.post("/desk/library/publish/", FIELDS | {"summary": "冬天送暖"})
    assert "已有名为" in again.context["form"].errors["title"][0]
    assert "冬天送暖" in again.content.decode()


def test_an_item_is_withdrawn_and_stays_readable(visit, member, item):
    client = visit(member)
    client.post(f"/desk/library/{item.pk}/withdraw/", {"on": TODAY.isoformat()})
    listed, past = (client.get(f"/desk/library/{query}").content.decode() for query in ("?kind=story", "?past=1"))
    assert 'class="struck"' not in listed
    assert 'class="struck"' in past


def test_who_may_publish_and_withdraw(visit, member, lead, stranger, auditor, item):
    pages = ("/desk/library/publish/", f"/desk/library/{item.pk}/withdraw/")
    answers = {
        account.username: [visit(account).get(page).status_code for page in pages]
        for account in (member, lead, stranger, auditor)
    }
    assert answers == {"member": [200, 200], "lead": [200, 200], "stranger": [200, 404], "auditor": [403, 403]}

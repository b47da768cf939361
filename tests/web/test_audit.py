"""The audit lines as pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sangzi.kernel import audit
from sangzi.kernel.models import AuditLine
from sangzi.units.actions import rename_unit

MOST_QUERIES = 12
NONSENSE = {"act": "no-such-act", "since": "yesterday", "by": "x", "about": "张三"}


def rename(unit, name, by):
    rename_unit(unit=unit, name=name, on=date(2025, 3, 1), by=by)


def test_lines_of_the_unit_and_below_are_shown_and_no_others(visit, auditor, lead, stranger, tree):
    rename(tree.township, "龙门镇", lead)
    rename(tree.ragged_township, "石门镇", stranger)
    page = visit(auditor).get("/desk/audit/").content.decode()
    assert "单位更名" in page
    assert "龙门镇" in page
    assert "石门镇" not in page


def test_lines_turn_by_page(visit, auditor, lead, tree, monkeypatch):
    from sangzi.kernel import queries

    for day in range(1, 4):
        rename_unit(unit=tree.township, name=f"龙门{day}镇", on=date(2025, 3, day), by=lead)
    monkeypatch.setattr(queries.audit_lines, "__kwdefaults__", {"after": None, "size": 2})
    client = visit(auditor)
    first = client.get("/desk/audit/")
    second = client.get("/desk/audit/", {"after": first.context["page"].next})
    seen = [line.pk for page in (first, second) for line, _unit, _url in page.context["rows"]]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 3


def test_whole_chains_are_said_to_be_whole(visit, auditor, lead, tree):
    rename(tree.township, "龙门镇", lead)
    assert "全部记录完整" in visit(auditor).post("/desk/audit/verify/").content.decode()


def test_a_line_that_was_touched_is_found(visit, auditor, lead, tree):
    rename(tree.township, "龙门镇", lead)
    drop_triggers()
    AuditLine.objects.filter(act="units.rename").update(detail="{}")
    assert "记录不完整" in visit(auditor).post("/desk/audit/verify/").content.decode()


def drop_triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER kernel_auditline_no_update")
        else:
            cursor.execute("DROP TRIGGER kernel_auditline_append_only ON kernel_auditline")


@pytest.fixture
def two_acts(lead, stranger, tree):
    """The lead renames a town, the house by itself moves a word."""
    rename(tree.township, "龙门镇", lead)
    with transaction.atomic():
        audit.append(chain=tree.township.pk, act="programmes.offer", about="opening:12", by=None)
    return tree.township


def acts_shown(page):
    return [line.act for line, _unit, _url in page.context["rows"]]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"act": "units.rename"}, ["units.rename"]),
        ({"by": "0"}, ["programmes.offer"]),
        ({"about": "opening:12"}, ["programmes.offer"]),
        ({"since": "2999-01-01"}, []),
        ({"until": "2001-01-01"}, []),
        (
            {"act": "no-such-act", "since": "yesterday", "by": "x", "about": "张三"},
            ["programmes.offer", "units.rename"],
        ),
    ],
)
def test_lines_are_narrowed_and_what_makes_no_sense_narrows_nothing(visit, auditor, two_acts, asked, shown):
    page = visit(auditor).get("/desk/audit/", asked)
    told = [one for one in acts_shown(page) if one in ("units.rename", "programmes.offer")]
    assert told == shown
    assert ("没有符合条件的记录" in page.content.decode()) == (not acts_shown(page))


def test_both_days_are_included(visit, auditor, two_acts):
    today = timezone.localdate().isoformat()
    assert "units.rename" in acts_shown(visit(auditor).get("/desk/audit/", {"since": today, "until": today}))


def test_a_typed_name_becomes_a_key_in_the_address(visit, auditor, lead, two_acts):
    answer = visit(auditor).post("/desk/audit/who/", {"name": lead.username, "act": "units.rename"})
    assert f"by={lead.pk}" in answer["Location"]
    assert lead.username not in answer["Location"]
    assert acts_shown(visit(auditor).get(answer["Location"])) == ["units.rename"]


def test_a_name_of_nobody_here_is_said(visit, auditor, two_acts):
    assert "没有这个姓名的人" in visit(auditor).post("/desk/audit/who/", {"name": "无此人"}).content.decode()


def test_only_who_acted_here_is_offered(visit, auditor, lead, stranger, two_acts, tree):
    rename(tree.ragged_township, "石门镇", stranger)
    offered = visit(auditor).get("/desk/audit/").context["actors"]
    assert lead in offered
    assert stranger not in offered


def test_what_has_a_page_is_opened_from_its_line(visit, auditor, two_acts):
    assert "/desk/openings/12/" in visit(auditor).get("/desk/audit/").content.decode()


def test_the_narrowed_page_asks_the_same_few_queries(visit, auditor, lead, two_acts, django_assert_max_num_queries):
    door = visit(auditor)
    door.get("/desk/audit/")
    for name in ("龙一镇", "龙二镇", "龙三镇"):
        rename(two_acts, name, lead)
    with django_assert_max_num_queries(MOST_QUERIES):
        door.get("/desk/audit/", {"by": lead.pk, "act": "units.rename", "since": "2001-01-01"})


@pytest.mark.parametrize("address", ["/desk/audit/?act=units.rename", "/desk/audit/?by=1&about=opening:12"])
def test_a_narrowed_address_opens_no_door(visit, stranger, lead, two_acts, address):
    assert visit(lead).get(address).status_code == 403  # sees the unit and is no auditor
    assert visit(stranger).get(f"{address}&unit=222406").status_code == 404
    assert visit(lead).post("/desk/audit/who/", {"name": "王"}).status_code == 403


def test_many_chains_are_shown_as_few_are(visit, auditor, lead, two_acts, monkeypatch):
    few = visit(auditor).get("/desk/audit/").context
    monkeypatch.setattr("sangzi.kernel.queries.FEW", 0)
    many = visit(auditor).get("/desk/audit/").context
    assert [line.pk for line in few["page"].lines] == [line.pk for line in many["page"].lines]
    assert few["actors"] == many["actors"]
    assert set(few["acts"]) <= set(many["acts"])

"""The audit lines as pages."""

from __future__ import annotations

from datetime import date

from django.db import connection

from sangzi.kernel.models import AuditLine
from sangzi.units.actions import rename_unit


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
    seen = [line.pk for page in (first, second) for line, _unit in page.context["rows"]]
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

"""An issue of a brief: what stands in it, where its numbers lead, and what is kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from sangzi.briefs import actions
from sangzi.briefs.models import Brief, Quote
from sangzi.briefs.parts import Number, Words
from sangzi.briefs.queries import briefs_of, check_brief, file_of
from sangzi.briefs.stored import from_json, to_json
from sangzi.briefs.words import UnlinkedNumber
from sangzi.kernel import anchors, audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import AuditLine
from sangzi.scoreboard.indicators import indicators
from sangzi.scoreboard.models import Receipt
from sangzi.scoreboard.receipts import figure_as_told
from sangzi.scoreboard.shown import shown

from .conftest import NOVEMBER, NOW, TODAY
from .reading import links, opened, receipt_of, unlinked_text

pytestmark = pytest.mark.django_db


def text_of(brief) -> str:
    document = from_json(brief.body)
    return "\n".join("".join(part.shown for part in line) for _where, line in document.lines())


def test_every_link_to_a_receipt_leads_to_one_that_is_there(issue):
    found = {receipt_of(address) for _text, address in links(issue()) if "/receipts/" in address}
    assert len(found) > 5
    assert found == set(Receipt.objects.filter(pk__in=found).values_list("pk", flat=True))


def test_every_figure_is_written_as_its_receipt_says(issue):
    document = from_json(issue().body)
    numbers = [part for _where, line in document.lines() for part in line if isinstance(part, Number)]
    figures = [part for part in numbers if part.field == "value"]
    assert len(figures) > 10
    for part in figures:
        receipt = Receipt.objects.get(pk=part.receipt)
        assert part.shown == shown(indicators()[receipt.indicator], figure_as_told(receipt))


def test_every_number_of_the_data_stands_in_the_file_as_a_link(issue):
    brief = issue()
    shown_links = [text for text, _address in links(brief)]
    assert {quote.shown for quote in brief.quotes.all()} <= set(shown_links)


def test_outside_links_only_days_the_issue_the_items_and_the_seal_hold_digits(issue):
    text = unlinked_text(issue())
    allowed = r"\d+年\d+月(\d+日)?|\d{4}-\d\d-\d\d|第\d+期|^\d+\. |摘要：[0-9a-f]{16}"
    assert re.findall(r"\d+", re.sub(allowed, "", text, flags=re.MULTILINE)) == []


def test_it_tells_what_lags_by_how_much_and_who_is_furthest(issue):
    text = text_of(issue())
    assert "希望小屋数（滞后）：目标不少于30个，现为3个，还差27个。" in text
    assert "差距较大的单位：" in text
    assert "依据《2024年要点》：建起希望小屋不少于30个" in text


def test_it_asks_for_a_pace_until_the_deadline(issue):
    assert "希望小屋数：到2026年12月31日还差27个，平均每月需完成2个。" in text_of(issue())


def test_the_present_month_is_told_as_of_today_and_a_past_one_as_of_its_end(issue):
    assert "截至2025年11月21日" in text_of(issue())
    assert "截至2025年10月31日" in text_of(issue(month=NOVEMBER - 1))


def test_the_headline_tells_the_change_since_last_months_end(issue):
    table = opened(issue()).tables[0]
    rows = ["".join(text.text or "" for text in row._tr.iter() if text.tag.endswith("}t")) for row in table.rows]
    assert "希望小屋数3个0个+3个" in rows


def test_where_nothing_lags_it_says_so(issue, tree):
    text = text_of(issue(unit=tree.ragged_prefecture))
    assert "没有滞后、逾期或超出上限的任务" in text
    assert "没有另外的要求" in text


def test_numbers_go_up_for_each_unit_by_itself(issue, tree):
    assert [issue().number, issue().number, issue(unit=tree.county).number] == [1, 2, 1]
    assert [brief.number for brief in briefs_of(tree.province)] == [2, 1]


def test_the_same_month_again_is_a_new_issue_with_a_file_of_its_own(issue):
    first, second = issue(), issue()
    assert file_of(first) != file_of(second)
    assert file_of(first).is_file()
    assert file_of(second).is_file()


def test_the_same_document_gives_the_same_bytes(issue):
    brief = issue()
    again = actions.typeset.docx_bytes(from_json(brief.body), address="http://127.0.0.1:8000", now=NOW)
    assert again == file_of(brief).read_bytes()


def test_the_body_comes_back_as_it_was(issue):
    body = issue().body
    assert to_json(from_json(body)) == body


def test_the_audit_line_and_the_seal_are_there(issue):
    head = audit.head_digest()
    brief = issue()
    assert AuditLine.objects.get(act="briefs.issue").about == f"brief:{brief.pk}"
    assert f"摘要：{head[:16]}" in text_of(brief)


def test_the_chains_are_anchored_when_the_brief_is_kept(issue, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.SANGZI_HOME = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        issue()
    assert list(anchors.verify(tmp_path / actions.ANCHORS)) == []
    assert len(list(anchors.read(tmp_path / actions.ANCHORS))) == 1


def test_sample_installations_say_so_on_the_masthead(issue, lead):
    assert from_json(issue().body).masthead.sample is None
    lead.sample = True
    lead.save()
    assert from_json(issue().body).masthead.sample.shown == "示例数据"


def test_the_document_names_its_publisher_and_the_day_it_was_given(issue):
    about = opened(issue()).core_properties
    assert about.author == "吉林省"
    assert about.created.replace(tzinfo=UTC) == datetime(2025, 11, 21, 9, 30, tzinfo=UTC)


def test_a_month_that_has_not_begun_is_refused(issue):
    with pytest.raises(BadInput, match="还没有开始"):
        issue(month=NOVEMBER + 1)


def test_a_month_before_the_unit_was_there_is_refused(issue, tree):
    with pytest.raises(BadInput, match="还没有设立"):
        issue(unit=tree.county, month=2019 * 12)


def test_an_unknown_brief_is_refused_with_those_there_are(issue):
    with pytest.raises(BadInput, match="monthly"):
        issue(template="weekly")


def test_a_number_smuggled_into_the_words_leaves_nothing_behind(issue, monkeypatch):
    monkeypatch.setattr("sangzi.briefs.draft.shown", lambda *_: "99个")
    with pytest.raises(UnlinkedNumber, match="99个"):
        issue()
    assert not Brief.objects.exists()
    assert not Quote.objects.exists()


def test_check_finds_the_receipts_that_a_later_record_changed(issue, place, tree):
    brief = issue()
    assert check_brief(brief).different == ()
    place(tree.other_county, on=date(2025, 11, 6))
    assert {one.receipt.indicator for one in check_brief(brief).different} == {"hope-rooms"}


def test_private_persons_stay_masked(issue, demand):
    masked = "由张**牵头，建起童心港湾不少于9个。"
    demand("childrens-harbours", 9, title="童心港湾", sentence=masked, quote="由张小三牵头，建起童心港湾不少于9个")
    text = text_of(issue())
    assert "张**" in text
    assert "张小三" not in text


def test_words_come_back_examined(issue):
    body = issue().body.replace("本月概览", "本月３项概览")
    with pytest.raises(UnlinkedNumber):
        from_json(body)
    assert Words("本月概览").shown in issue().body
    assert TODAY.isoformat() in body

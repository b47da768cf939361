"""Word documents: numbers of lists, merged cells, boxes, footnotes, tracked changes."""

from __future__ import annotations

import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from sangzi.plans.extract import PlanFileUnreadable, extract
from sangzi.plans.extract.numbering import numeral

LEVELS = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]


@pytest.fixture
def document():
    return Document()


@pytest.fixture
def text(tmp_path, document):
    def saved():
        document.save(tmp_path / "plan.docx")
        return extract(tmp_path / "plan.docx").text

    return saved


def numbered(document, words, level, number=90):
    paragraph = document.add_paragraph(words)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>',
        )
    )


def with_lists(document):
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for at, (kind, words) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def test_the_numbers_of_lists_are_put_before_their_items(document, text):
    with_lists(document)
    for words, level in [("目标", 0), ("总量", 1), ("5个苗圃", 2), ("质量", 1), ("措施", 0), ("人员", 1)]:
        numbered(document, words, level)
    assert text().split("\n")[:6] == [
        "一、目标",
        "（一）总量",
        "1. 5个苗圃",
        "（二）质量",
        "二、措施",
        "（一）人员",
    ]


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [(10, "chineseCounting", "十"), (23, "chineseCountingThousand", "二十三"), (105, "chineseCounting", "一百零五"),
     (3, "decimalEnclosedCircle", "③"), (4, "lowerRoman", "iv"), (2, "upperLetter", "B"),
     (2, "ideographTraditional", "乙"),
     (12, "chineseLegalSimplified", "拾贰"), (7, "decimal", "7")],
)  # fmt: skip
def test_a_number_is_written_as_its_list_writes_it(value, kind, written):
    assert numeral(value, kind) == written


def test_a_cell_that_goes_on_from_above_is_a_ditto_mark(document, text):
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).text, table.cell(1, 1).text = "乙", "丙"
    assert text() == "甲\t乙\n〃\t丙\n"


def test_a_table_in_a_table_stands_behind_it(document, text):
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "外", "表"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内", "格"
    assert text() == "外\t表\n内\t格\n"


def test_a_box_of_one_cell_is_running_text(document, text):
    document.add_table(1, 1).cell(0, 0).text = "到2026年，新建苗圃5个。"
    assert text() == "到2026年，新建苗圃5个。\n"


def test_what_was_deleted_under_tracked_changes_is_not_read(document, text):
    paragraph = document.add_paragraph("新建苗圃")
    run = "<w:r><w:delText>3个</w:delText></w:r>"
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1">{run}</w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t>5个</w:t></w:r></w:ins>'))
    assert text() == "新建苗圃5个\n"


def test_the_words_of_a_text_box_follow_their_paragraph(document, text):
    paragraph = document.add_paragraph("正文")
    inside = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    paragraph.add_run()._r.append(parse_xml(f"<w:pict {nsdecls('w')}>{inside}</w:pict>"))
    assert text() == "正文\n框内\n"


def test_hidden_words_are_not_read(document, text):
    run = document.add_paragraph("可见").add_run("隐藏")
    run._r.get_or_add_rPr().append(run._r.makeelement(qn("w:vanish"), {}))
    assert text() == "可见\n"


def test_a_part_that_declares_entities_is_refused(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="w"><w:body>&a;</w:body></w:document>'
    with zipfile.ZipFile(tmp_path / "plan.docx", "w") as package:
        package.writestr("word/document.xml", bomb)
    with pytest.raises(PlanFileUnreadable, match="不是完整的 Word"):
        extract(tmp_path / "plan.docx")

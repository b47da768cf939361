"""Text out of files: byte-faithful for TXT, in reading order for the others, a sentence for what cannot be read."""

from __future__ import annotations

import zipfile

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangzi.plans.extract import PlanFileUnreadable, extract, limits
from sangzi.plans.reading import read_file

TEXT = "一、目标\r\n到2026年，新建苗圃5个。\n"
PAGE = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length %d>>stream
%s
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path."""

    def make(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def pdf(words):
    drawn = f"BT /F 12 Tf 20 200 Td ({words}) Tj ET".encode() if words else b""
    return PAGE % (len(drawn), drawn)


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_file_is_given_character_for_character(tmp_path, text):
    (tmp_path / "plan.txt").write_bytes(text.encode())
    assert extract(tmp_path / "plan.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_both_encodings_of_chinese_are_read(file, encoding):
    assert extract(file("plan.txt", TEXT.encode(encoding))).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_stays_so_that_offsets_are_those_of_the_file(file, encoding):
    assert extract(file("plan.txt", TEXT.encode(encoding))).text == "\ufeff" + TEXT


def test_a_page_gives_its_blocks_as_lines_and_its_cells_with_tabs(file):
    html = (
        "<html><head><title>题</title><style>p{}</style></head><body><nav>导航</nav><p>第一段，<b>有</b>字。</p>"
        "<script>1</script><div>第二段<br>换行</div><table><tr><th>指标</th><td>2026年</td></tr></table></body></html>"
    )
    assert extract(file("plan.html", html)).text == "第一段，有字。\n\n第二段\n换行\n\n指标\t2026年\n"


def test_a_page_in_an_old_encoding_is_read(file):
    html = '<meta charset="gb2312"><p>护林镕</p>'.encode("gb18030")
    assert extract(file("plan.htm", html)).text == "护林镕\n"


def test_a_document_gives_paragraphs_and_tables_in_order(tmp_path):
    document = Document()
    document.add_paragraph("第一段。")
    table = document.add_table(2, 2)
    for cell, words in zip((cell for row in table.rows for cell in row.cells), "甲乙丙丁", strict=True):
        cell.text = words
    document.add_paragraph("第二段。")
    document.save(tmp_path / "plan.docx")
    assert extract(tmp_path / "plan.docx").text == "第一段。\n甲\t乙\n丙\t丁\n第二段。\n"


def test_a_merged_cell_is_given_once_and_keeps_its_columns(tmp_path):
    document = Document()
    row = document.add_table(1, 3).rows[0]
    row.cells[0].merge(row.cells[1]).text = "合并"
    row.cells[2].text = "丙"
    document.save(tmp_path / "plan.docx")
    assert extract(tmp_path / "plan.docx").text == "合并\t\t丙\n"


def test_a_pdf_gives_its_words_and_counts_its_pages(file):
    found = extract(file("plan.pdf", pdf("five new nurseries")))
    assert (found.text.strip(), found.pages, found.kind) == ("five new nurseries", 1, "pdf")


def empty_zip(path):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("empty", b"")
    return path.read_bytes()


UNREADABLE = {
    "plan.doc": (b"x", "类型"),
    "plan.txt": (b"", "空文件"),
    "binary.txt": (b"\x00\x01\x02", "不是文本"),
    "plan.html": (b"<!-- -->", "没有网页内容"),
    "plan.docx": (b"no zip", "不是 .docx"),
    "broken.pdf": (b"no pdf", "不是 PDF"),
    "scan.pdf": (pdf(""), "扫描"),
}


@pytest.mark.parametrize(("name", "content", "said"), [(name, *told) for name, told in UNREADABLE.items()])
def test_what_cannot_be_read_gets_a_sentence_with_its_name(file, name, content, said):
    with pytest.raises(PlanFileUnreadable) as refused:
        extract(file(name, content))
    assert said in refused.value.sentence
    assert name in refused.value.sentence


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    for name in ("none.txt", "folder.txt"):
        with pytest.raises(PlanFileUnreadable, match="找不到"):
            extract(tmp_path / name)


def test_a_package_without_a_document_gets_a_sentence(tmp_path):
    empty_zip(tmp_path / "plan.docx")
    with pytest.raises(PlanFileUnreadable, match="不是完整的 Word"):
        extract(tmp_path / "plan.docx")


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "plan.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 100_000)
    with pytest.raises(PlanFileUnreadable, match="解压后超过"):
        extract(tmp_path / "plan.docx")


def test_a_file_beyond_the_limit_is_not_opened(file, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 10)
    with pytest.raises(PlanFileUnreadable, match="超过上限 0 MB"):
        extract(file("plan.txt", "字" * 10))


def test_a_text_beyond_the_limit_is_refused(file, monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT", 10)
    for name, content in (("plan.txt", "字" * 11), ("plan.pdf", pdf("words beyond the limit"))):
        with pytest.raises(PlanFileUnreadable, match="字，超过上限"):
            extract(file(name, content))


def test_a_locked_pdf_is_told_apart_from_a_broken_one(file, monkeypatch):
    import pypdfium2

    def locked(_path):
        raise pypdfium2.PdfiumError("Failed to load document (PDFium: Incorrect password error).")

    monkeypatch.setattr(pypdfium2, "PdfDocument", locked)
    with pytest.raises(PlanFileUnreadable, match="有密码"):
        extract(file("plan.pdf", pdf("words")))


def test_a_file_is_read_with_offsets_into_its_text(file):
    extracted, reading = read_file(file("plan.txt", "\ufeff" + TEXT))
    (found,) = reading.commitments
    assert extracted.text[found.offset : found.offset + len(found.quote)] == "新建苗圃5个"


def test_a_file_without_a_word_is_refused(file):
    with pytest.raises(PlanFileUnreadable, match="没有文字"):
        read_file(file("plan.txt", "\n \n"))

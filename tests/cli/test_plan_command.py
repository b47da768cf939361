"""`sangzi plan read`: every kind of file, and every file that cannot be read."""

from __future__ import annotations

import json
import zipfile

import pypdfium2
import pytest
from click.testing import CliRunner
from django.utils import translation
from docx import Document

from sangzi.cli import main
from sangzi.plans.extract import MAX_BYTES, extract

FIELDS = [
    "quote", "offset", "status", "indicator", "value", "value_max", "unit", "comparator",
    "deadline", "period", "shape", "over", "scope", "owners",
]  # fmt: skip
TEXT = """某县2025年青年工作方案
一、工作目标
（一）到2025年底，全县80%的乡镇建成青年之家。（责任单位：团县委、县教育
局）
（二）全年举办电商培训20场，资助困难学生1.2万名。
"""
VALUES = [80, 20, 12000]


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows(path):
    return [json.loads(line) for line in run("plan", "read", path, "--jsonl").stdout.splitlines()]


def written(folder, kind: str):
    """The same plan as a file of some kind."""
    path = folder / f"plan.{kind.split('-', maxsplit=1)[0]}"
    if kind == "docx":
        document = Document()
        for line in TEXT.splitlines():
            document.add_paragraph(line)
        document.save(path)
    elif kind == "html":
        path.write_text("".join(f"<p>{line}</p>" for line in TEXT.splitlines()), "utf-8")
    else:
        encoding, text = {
            "txt-utf": ("utf-8", TEXT),
            "txt-windows": ("utf-8-sig", TEXT.replace("\n", "\r\n")),
            "txt-gb": ("gb18030", TEXT),
            "txt-wide": ("utf-16", TEXT),
        }[kind]
        path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("kind", ["txt-utf", "txt-windows", "txt-gb", "txt-wide", "html", "docx"])
def test_every_kind_gives_the_fields_of_the_gold_and_quotes_that_are_there(tmp_path, kind):
    path = written(tmp_path, kind)
    found, text = rows(path), extract(path).text
    assert [row["value"] for row in found] == VALUES
    assert [list(row) for row in found] == [FIELDS] * len(VALUES)
    assert [text[row["offset"] :][: len(row["quote"])] for row in found] == [row["quote"] for row in found]


def test_offsets_into_a_text_file_are_offsets_into_the_file_itself(tmp_path):
    path = written(tmp_path, "txt-windows")
    content = path.read_bytes().decode("utf-8")  # byte-order mark and line ends stay
    assert all(content[row["offset"] :].startswith(row["quote"]) for row in rows(path))


def test_departments_are_read_across_lines(tmp_path):
    assert rows(written(tmp_path, "txt-utf"))[0]["owners"] == ["团县委", "县教育局"]


def test_a_plan_in_which_nothing_is_measurable_is_told_and_is_no_error(tmp_path):
    (tmp_path / "plan.txt").write_text("要提高认识，切实抓好落实。\n", "utf-8")
    told = run("plan", "read", tmp_path / "plan.txt", "--jsonl")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "没有读到可以衡量的表述" in told.stderr


def scanned(path):
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(path)


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        for _ in range(310):
            part.write(bytes(2**20))


def hollow(path):
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


UNREADABLE = [
    ("a.txt", lambda path: path.write_bytes(b""), "是空文件"),
    ("a.txt", lambda path: path.write_text(" \n\u3000\n", "utf-8"), "里没有文字"),
    ("a.txt", lambda path: path.write_bytes(bytes(range(256)) * 9), "不是文本"),
    ("a.txt", hollow, "超过上限"),
    ("a.txt", lambda path: path.mkdir(), "找不到文件"),
    ("a.doc", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0"), "另存为 .docx"),
    ("a.html", lambda path: path.write_text("<html><body></body></html>"), "里没有文字"),
    ("a.docx", lambda path: path.write_text("no package"), "不是 .docx 文件"),
    ("a.docx", lambda path: Document().save(path), "里没有文字"),
    ("a.docx", bomb, "解压后超过"),
    ("a.pdf", lambda path: path.write_text("no pdf"), "不是 PDF 文件"),
    ("a.pdf", scanned, "像是扫描件"),
]


@pytest.mark.parametrize(("name", "make", "sentence"), UNREADABLE, ids=[row[2] + row[0] for row in UNREADABLE])
def test_what_cannot_be_read_is_told_with_its_name(tmp_path, name, make, sentence):
    make(tmp_path / name)
    told = run("plan", "read", tmp_path / name)
    assert (told.exit_code, told.stdout) == (2, "")
    assert f"“{name}”" in told.stderr
    assert sentence in told.stderr


def test_the_table_is_told_in_the_language_of_the_command_line(tmp_path, monkeypatch):
    monkeypatch.setenv("SANGZI_LANG", "en")
    with translation.override("en"):
        told = run("plan", "read", written(tmp_path, "txt-utf"))
    assert "3 measurable statements" in told.stdout
    assert "Target" in told.stdout


def test_a_long_plan_tells_on_the_error_output_that_it_is_being_read(tmp_path, monkeypatch):
    monkeypatch.setattr("sangzi.cli.plan.LONG", 10)
    told = run("plan", "read", written(tmp_path, "txt-utf"), "--jsonl")
    assert told.stderr == "读取规划\n"
    assert len(told.stdout.splitlines()) == len(VALUES)

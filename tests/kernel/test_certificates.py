"""Certificates: one page, with the words that were given, the same file every time."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2
import pytest
from PIL import Image

from sangzi.kernel import qr
from sangzi.kernel.certificate_pdf import certificate
from sangzi.kernel.errors import BadInput

GIVEN = {
    "title": "社会实践证书",
    "body_lines": ["王小雨同学：", "你在2026年暑期累计服务192小时，特发此证。"],
    "number": "FJX-2026-000137",
    "issuer": "共青团东丰县委员会",
    "on": dt.date(2026, 8, 20),
    "check_url": "https://sangzi.example/check/7f3k9q2m/",
}


def made(**other) -> bytes:
    return certificate(**{**GIVEN, **other})


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return "".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def test_a_certificate_says_what_was_given():
    said = words(made())
    for given in ("社会实践证书", "王小雨同学：", "192小时", "FJX-2026-000137", "共青团东丰县委员会", "2026年8月20日"):
        assert given in said


def test_the_same_certificate_is_the_same_file():
    assert made(sample=True) == made(sample=True)


def test_a_sample_says_so():
    assert "示例" in words(made(sample=True))
    assert "示例" not in words(made())


def test_a_certificate_brings_its_type_and_stays_small():
    pdf = made()
    assert b"/FontFile2" in pdf
    assert len(pdf) < 100_000


def test_long_text_is_set_smaller_until_it_fits():
    long = ["你参加了河小青巡河、童心港湾课业辅导与春季植树等志愿服务，" * 8]
    assert "植树" in words(made(body_lines=long))
    with pytest.raises(BadInput, match="太长"):
        made(body_lines=long * 6)


def test_markup_in_a_name_stays_words():
    assert "<b>A&amp;B</b>" in words(made(body_lines=["<b>A&amp;B</b>"]))


def test_a_character_without_a_shape_is_refused_not_left_out():
    with pytest.raises(BadInput, match="𠮷"):
        made(body_lines=["𠮷田："])


def test_rare_characters_of_names_have_a_shape():
    assert "㛃囍喆堃镕䴔" in words(made(body_lines=["㛃囍喆堃镕䴔："]))


def test_a_seal_lies_on_the_page():
    seal = io.BytesIO()
    Image.new("RGBA", (50, 50), (200, 0, 0, 128)).save(seal, "PNG")
    assert len(made(seal=seal.getvalue())) > len(made())


@pytest.mark.parametrize("title", ["", "证" * 17])
def test_a_title_has_a_length(title):
    with pytest.raises(BadInput, match="标题"):
        made(title=title)


def test_a_code_is_a_picture_without_size_of_its_own():
    picture = qr.svg("https://sangzi.example/1", title="签到 <1>")
    assert picture.startswith("<svg viewBox=")
    assert "签到 &lt;1&gt;" in picture


def test_a_code_has_three_finders_and_no_margin():
    rows = qr.dots("https://sangzi.example/1")
    assert len(rows) == len(rows[0])
    assert [rows[0][:7], rows[0][-7:], rows[-1][:7]] == [(1,) * 7] * 3


@pytest.mark.parametrize("text", ["", "甲" * 1001])
def test_a_code_holds_something_and_not_too_much(text):
    with pytest.raises(BadInput):
        qr.dots(text)

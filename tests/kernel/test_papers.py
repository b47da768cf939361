"""Papers: sealed, told by their content, stripped of what cameras write, opened with a trace, deleted on their day."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from PIL import Image, ImageOps

from sangzi.kernel import papers, sealing
from sangzi.kernel.errors import BadInput, NotVisible
from sangzi.kernel.models import LooseLine, Paper
from sangzi.kernel.paper_kinds import harmless, kind_of, safe_name

NOW = dt.datetime(2026, 7, 1, 2, 0, tzinfo=dt.UTC)
PDF = b"%PDF-1.7\n" + b"hello" * 1000
GPS = 0x8825


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SANGZI_HOME = tmp_path
    return tmp_path


def kept(by, content=PDF, name="成绩单.pdf", **options) -> Paper:
    return papers.keep_paper(file=io.BytesIO(content), name=name, field="proof", now=NOW, by=by, **options)


def read(paper, by) -> bytes:
    return b"".join(papers.open_paper(paper=paper, by=by))


def picture(form="JPEG", **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(file, form, **options)
    return file.getvalue()


def package(*parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        for part in parts:
            book.writestr(part, "<x/>")
    return file.getvalue()


def acts() -> list[str]:
    return list(LooseLine.objects.order_by("pk").values_list("act", flat=True))


def test_a_paper_comes_back_as_it_was(member):
    paper = kept(member)
    assert (paper.kind, paper.name, paper.size) == ("pdf", "成绩单.pdf", len(PDF))
    assert read(paper, member) == PDF


def test_nothing_readable_lies_on_the_disk(member, home):
    kept(member)
    (file,) = [path for path in home.rglob("*") if path.is_file()]
    assert b"hello" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_bytes_of_two_people_leave_nothing_in_common(member, stranger, home):
    one, other = kept(member), kept(stranger)
    assert one.digest != other.digest
    assert len({path.read_bytes() for path in home.rglob("*") if path.is_file()}) == 2


def test_a_double_click_keeps_one_paper(member):
    assert kept(member).pk == kept(member).pk


def test_the_place_where_a_photograph_was_taken_is_not_kept(member):
    exif = Image.Exif()
    exif.get_ifd(GPS)[2] = (43.0, 39.0, 12.0)
    exif[0x010F] = "PhoneMaker"
    photo = picture(exif=exif) + b"hidden behind the end"
    assert b"PhoneMaker" in photo
    back = read(kept(member, photo, "a.jpg"), member)
    with Image.open(io.BytesIO(back)) as shown:
        assert (shown.size, dict(shown.getexif())) == ((40, 20), {})
    assert b"hidden" not in back


def test_a_photograph_keeps_standing_upright(member):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    with Image.open(io.BytesIO(read(kept(member, picture(exif=exif)), member))) as shown:
        assert shown.size == (20, 40)


@pytest.mark.parametrize("turned", range(1, 9))
def test_photographs_are_turned_as_their_notes_say(turned):
    exif = Image.Exif()
    exif[0x0112] = turned
    photo = Image.new("RGB", (40, 24))
    photo.paste((255, 255, 255), (0, 0, 20, 12))  # one white corner
    file = io.BytesIO()
    photo.save(file, "PNG", exif=exif)
    back = Image.open(io.BytesIO(harmless(file.getvalue()).content))
    assert list(back.get_flattened_data()) == list(ImageOps.exif_transpose(Image.open(file)).get_flattened_data())


def test_a_scan_of_many_greys_does_not_turn_white():
    scan = Image.new("I;16", (2, 1))
    scan.putpixel((1, 0), 32768)
    file = io.BytesIO()
    scan.save(file, "PNG")
    with Image.open(io.BytesIO(harmless(file.getvalue()).content)) as back:
        assert list(back.get_flattened_data()) == [0, 128]


@pytest.mark.filterwarnings("ignore:Truncated File Read")
def test_a_photograph_with_broken_notes_is_still_one():
    photo = bytearray(picture(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x0a\0\0\0\x01\xff\xff\xff\xff\0\0\0\0"))
    assert harmless(bytes(photo)).kind == "jpeg"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (picture(), "jpeg"),
        (picture("PNG"), "png"),
        (package("word/document.xml"), "docx"),
        (package("xl/workbook.xml"), "xlsx"),
        (package("word/document.xml", "word/vbaProject.bin"), None),
        (package("evil.exe"), None),
        (b"MZ\x90\x00", None),
        (b"<html><script>", None),
        (b"PK\x03\x04broken", None),
    ],
)
def test_kinds_are_told_by_their_content(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize("content", [b"", b"MZ", b"\xff\xd8\xffnothing", b"\x89PNG\r\n\x1a\nnothing", b"x" * 3_000_000])
def test_what_is_no_paper_is_refused_and_leaves_nothing(member, home, content):
    with pytest.raises(BadInput):
        kept(member, content, most_bytes=2 * 2**20)
    assert not any(path.is_file() for path in home.rglob("*"))


def test_a_field_may_ask_for_some_kinds_only(member):
    with pytest.raises(BadInput, match="JPEG、PNG"):
        kept(member, kinds=("jpeg", "png"))


def test_a_picture_that_would_unfold_to_too_many_dots_is_refused(member):
    file = io.BytesIO()
    Image.new("1", (7_000, 9_000)).save(file, "PNG")
    with pytest.raises(BadInput, match="6000万"):
        kept(member, file.getvalue())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\用户\\成绩单.PDF", "成绩单.pdf"),
        ("报告.pdf.exe", "报告.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("甲\u202efdp.exe", "甲fdp.pdf"),
        ("", "附件.pdf"),
        ("长" * 300, "长" * 80 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name, safe):
    assert safe_name(name, "pdf") == safe


def test_an_opening_by_somebody_else_leaves_a_line(member, lead):
    paper = kept(member)
    read(paper, member)
    assert acts() == ["papers.keep"]
    read(paper, lead)
    assert acts() == ["papers.keep", "papers.open"]


def test_only_ones_own_paper_can_be_claimed_and_only_once(member, lead):
    paper = kept(member)
    given = {"paper_id": paper.pk, "field": "proof", "purge_on": dt.date(2026, 12, 1)}
    with pytest.raises(NotVisible):
        papers.claim_paper(about="application:1", by=lead, **given)
    assert papers.claim_paper(about="application:1", by=member, **given).about == "application:1"
    with pytest.raises(NotVisible):
        papers.claim_paper(about="application:2", by=member, **given)


def test_a_paper_goes_on_its_day(member, home, django_capture_on_commit_callbacks):
    paper = kept(member)
    with django_capture_on_commit_callbacks(execute=True):
        assert papers.purge_papers(now=NOW + dt.timedelta(days=6)) == 0
        assert papers.purge_papers(now=NOW + dt.timedelta(days=7)) == 1
    paper.refresh_from_db()
    assert (paper.name, [path for path in home.rglob("*") if path.is_file()]) == ("", [])
    with pytest.raises(BadInput, match="按期删除"):
        read(paper, member)


def test_the_day_may_be_moved_for_all_papers_of_something(member):
    paper = kept(member)
    papers.claim_paper(paper_id=paper.pk, field="proof", about="a:1", purge_on=dt.date(2026, 7, 2), by=member)
    assert papers.keep_papers_until(about="a:1", purge_on=dt.date(2027, 1, 1), by=None) == 1
    assert papers.purge_papers(now=NOW + dt.timedelta(days=30)) == 0


def test_a_paper_may_be_taken_back_before_it_is_handed_in(member, lead):
    paper = kept(member)
    with pytest.raises(NotVisible):
        papers.remove_paper(paper=paper, now=NOW, by=lead)
    papers.remove_paper(paper=paper, now=NOW, by=member)
    assert Paper.objects.get().purged == NOW


def test_files_without_a_row_are_swept_after_a_day(member, home):
    kept(member)
    orphan = sealing.keep("papers", [b"x"])
    known, now = {Paper.objects.get().stored}, dt.datetime.now(dt.UTC)
    papers.drop_orphans("papers", known, now)
    assert sealing.path_of("papers", orphan).exists()
    papers.drop_orphans("papers", known, now + dt.timedelta(days=2))
    assert [path.name for path in home.rglob("*") if path.is_file()] == [Paper.objects.get().stored]


def test_papers_that_belong_to_nothing_are_limited(member, monkeypatch):
    monkeypatch.setattr(papers, "MOST_UNCLAIMED", 1)
    kept(member)
    with pytest.raises(BadInput, match="太多"):
        kept(member, PDF + b"other")


def sealed(size: int) -> tuple[str, bytes]:
    content = bytes(n % 251 for n in range(size))
    return sealing.keep("papers", [content[: size // 3], content[size // 3 :]]), content


@pytest.mark.parametrize("size", [0, 1, sealing.PIECE - 1, sealing.PIECE, sealing.PIECE + 1, 3 * sealing.PIECE])
def test_files_of_every_size_come_back(size):
    name, content = sealed(size)
    assert b"".join(sealing.opened("papers", name)) == content


@pytest.mark.parametrize("at", [0, 5, 14, 200, -1])
def test_a_changed_byte_is_noticed(at):
    name, _content = sealed(1000)
    path = sealing.path_of("papers", name)
    spoilt = bytearray(path.read_bytes())
    spoilt[at] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(sealing.Unsealable):
        list(sealing.opened("papers", name))


def test_a_cut_end_and_an_exchanged_file_are_noticed():
    (one, _), (other, _) = sealed(2 * sealing.PIECE), sealed(1000)
    first, second = sealing.path_of("papers", one), sealing.path_of("papers", other)
    first.write_bytes(first.read_bytes()[: 18 + sealing.PIECE + 16])
    with pytest.raises(sealing.Unsealable):
        list(sealing.opened("papers", one))
    first.write_bytes(second.read_bytes())
    with pytest.raises(sealing.Unsealable):
        list(sealing.opened("papers", one))


def test_an_older_secret_still_opens(settings):
    name, content = sealed(10)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY]
    assert b"".join(sealing.opened("papers", name)) == content
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.Unsealable, match="密钥"):
        list(sealing.opened("papers", name))


def test_a_file_that_is_gone_is_told():
    with pytest.raises(sealing.Unsealable, match="不在存储中"):
        list(sealing.opened("papers", "ab" * 20))

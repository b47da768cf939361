"""Files that come along with what both sides say: sent, shown to who sent them, opened by the organisers, deleted."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sangzi.kernel.models import Account, LooseLine, Paper
from sangzi.kernel.papers import keep_paper, purge_papers
from sangzi.programmes.actions import purge_rounds
from sangzi.programmes.models import Feedback, Opening
from tests.programmes.life.conftest import programme

ASKED = [
    {"key": "words", "title": "说说", "title_en": "Words", "required": True},
    {"key": "photo", "title": "照片", "title_en": "Picture", "kind": "file", "most": 1},
]
STEPS = ({"kind": "feedback", "to_applicant": ASKED, "to_offerer": ASKED}, {"kind": "close", "purge": 0})


@pytest.fixture
def placement(life, own, today):
    """A placement of mine at a township, in a round of the county that asks for a picture."""
    round_ = life.round(programme(*STEPS), opens=today - timedelta(days=30), closes=today + timedelta(days=30))
    return life.placement(life.opening(round_=round_, on=today), since=today)


@pytest.fixture
def mentor(life, placement):
    """Who offers the place: a person with an account."""
    account = Account.objects.create_user("mentor", "correct horse", name="李四")
    life.people[1].account = account
    life.people[1].save(update_fields=["account"])
    Opening.objects.filter(pk=placement.opening_id).update(offered_by=life.people[1])
    return account


def pdf(name="张小三.pdf"):
    return SimpleUploadedFile(name, f"%PDF-1.4 {name} %%EOF".encode())


def say(client, placement, where="life", **sent):
    return client.post(f"/me/{where}/{placement.pk}/feedback/", {"own_words": "很好", **sent})


def body(answer):
    return answer.content.decode()


def papers_page(placement):
    return f"/desk/rounds/{placement.opening.round_id}/feedback/"


def test_a_file_comes_along_and_whoever_sent_it_finds_it_again(visit, own, placement):
    client = visit(own)
    assert 'enctype="multipart/form-data"' in body(client.get(f"/me/life/{placement.pk}/feedback/"))
    assert say(client, placement, own_photo=pdf()).status_code == 302
    paper = Paper.objects.get()
    assert paper.about == f"feedback:{Feedback.objects.get().pk}"
    shown = body(client.get(f"/me/life/{placement.pk}/"))
    assert (f'href="/me/papers/{paper.pk}/"' in shown, "张小三.pdf" in shown, "很好" in shown) == (True, True, True)


def test_a_file_need_not_be_sent_where_it_is_not_required(visit, own, placement):
    assert say(visit(own), placement).status_code == 302
    assert "照片" not in body(visit(own).get(f"/me/life/{placement.pk}/"))


@pytest.mark.parametrize(
    ("content", "words"), [(b"MZ" + b"\x00" * 64, "只收这些格式"), (b"%PDF-1.4" + b" " * 2**20, "超过1 MB")]
)
def test_what_is_too_large_or_of_another_kind_is_refused_beside_its_field(visit, own, placement, content, words):
    answer = say(visit(own), placement, own_photo=SimpleUploadedFile("x.pdf", content))
    assert (answer.status_code, words in body(answer), Feedback.objects.count()) == (422, True, 0)
    assert 'id="id_own_photo_error"' in body(answer)


def test_a_file_stays_with_the_form_when_another_answer_is_refused(visit, own, placement):
    client = visit(own)
    page = body(say(client, placement, own_words="", own_photo=pdf()))
    paper = Paper.objects.get()
    assert f'name="own_photo-kept" value="{paper.pk}"' in page
    say(client, placement, **{"own_photo-kept": paper.pk})
    paper.refresh_from_db()
    assert paper.about == f"feedback:{Feedback.objects.get().pk}"


def test_the_file_of_somebody_else_is_not_carried(visit, own, member, placement):
    other = keep_paper(file=BytesIO(b"%PDF-1.4 %%EOF"), name="x.pdf", field="photo", now=timezone.now(), by=member)
    say(visit(own), placement, **{"own_photo-kept": other.pk})
    other.refresh_from_db()
    assert (other.about, "photo" in Feedback.objects.get().answers) == ("", False)


def test_who_offers_a_place_sends_a_file_and_finds_it_again(visit, mentor, placement):
    client = visit(mentor)
    assert say(client, placement, "life/taken", own_photo=pdf("李四.pdf")).status_code == 302
    assert "李四.pdf" in body(client.get(f"/me/life/taken/{placement.pk}/"))


def test_the_desk_sends_a_file_and_whoever_sent_it_finds_it_again(visit, member, county_officer, placement):
    address = f"/desk/placements/{placement.pk}/"
    assert 'enctype="multipart/form-data"' in body(visit(member).get(f"{address}feedback/"))
    sent = {"own_words": "认真", "own_photo": pdf("表.pdf")}
    assert visit(member).post(f"{address}feedback/", sent).status_code == 302
    assert "表.pdf" in body(visit(member).get(address))
    assert "表.pdf" not in body(visit(county_officer).get(address))


def test_the_organisers_open_it_under_a_name_that_tells_nobody(visit, own, county_officer, placement):
    say(visit(own), placement, own_photo=pdf())
    paper, client = Paper.objects.get(), visit(county_officer)
    page = body(client.get(papers_page(placement)))
    address = f"{papers_page(placement)}papers/{paper.pk}/"
    assert (address in page, "张小三" in page) == (True, False)
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "%E5%BC%A0" not in answer["Content-Disposition"]
    assert LooseLine.objects.filter(act="papers.open", about=f"paper:{paper.pk}").count() == 1


def test_the_other_side_opens_nothing(visit, own, mentor, member, stranger, auditor, placement):
    say(visit(own), placement, own_photo=pdf())
    address = f"{papers_page(placement)}papers/{Paper.objects.get().pk}/"
    told = {one.username: visit(one).get(address).status_code for one in (member, stranger, auditor, mentor)}
    assert told == {"member": 404, "stranger": 404, "auditor": 403, "mentor": 403}
    assert visit(mentor).get(f"/me/papers/{Paper.objects.get().pk}/").status_code == 404


def test_where_several_spoke_the_place_sees_how_many_files_there_are(visit, own, member, life, placement):
    say(visit(own), placement, own_photo=pdf())
    for number in (1, 2):
        other = life.placement(placement.opening, number, since=placement.since)
        Feedback.objects.create(placement=other, side="applicant", answers='{"words": "好"}', at=timezone.now())
    page = body(visit(member).get(papers_page(placement)))
    assert ("附件1份，由主办单位查看" in page, "/papers/" in page) == (True, False)


def test_a_file_of_another_round_is_not_opened(visit, own, county_officer, life, placement, today):
    say(visit(own), placement, own_photo=pdf())
    other = life.round(programme(*STEPS), opens=today)
    address = f"/desk/rounds/{other.pk}/feedback/papers/{Paper.objects.get().pk}/"
    assert visit(county_officer).get(address).status_code == 404


def test_what_a_round_forgets_takes_the_files_along(visit, own, placement):
    say(visit(own), placement, own_photo=pdf())
    later = timezone.now() + timedelta(days=40)
    purge_rounds(now=later, by=None)
    purge_papers(now=later)
    paper = Paper.objects.get()
    assert (paper.name, paper.purged, Feedback.objects.count()) == ("", later, 0)


def test_a_file_goes_on_the_day_that_its_question_says(visit, own, county_officer, life, today):
    asked = [ASKED[1] | {"keep": 10}]
    placement = life.placement(life.opening({"kind": "feedback", "to_applicant": asked}, on=today), since=today)
    visit(own).post(f"/me/life/{placement.pk}/feedback/", {"own_photo": pdf()})
    assert Paper.objects.get().purge_on == today + timedelta(days=10)
    purge_papers(now=timezone.now() + timedelta(days=10))
    assert "已按期删除" in body(visit(own).get(f"/me/life/{placement.pk}/"))
    assert "/papers/" not in body(visit(county_officer).get(papers_page(placement)))

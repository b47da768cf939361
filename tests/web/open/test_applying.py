"""Applying: drafts, wishes, errors beside their fields, handing in once."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sangzi.kernel.errors import NotVisible
from sangzi.kernel.models import Paper
from sangzi.kernel.papers import keep_paper
from sangzi.people.models import Person
from sangzi.programmes.actions import begin as begin_there
from sangzi.programmes.actions import fill
from sangzi.programmes.actions.allotting import allot, draw_lots
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Member, Wish
from tests.programmes.made_rounds import declared, first_come
from tests.web.open.conftest import FIELDS

GOOD = {"kind": "person", "a-school": "延边大学", "a-phone": "13900000001", "revision": "0", "key": "k1"}
CONSENT = {"kind": "consent"}


@pytest.fixture
def opened(fair):
    round_ = fair.round()
    return round_, [fair.opening(round_, title=title) for title in ("甲岗", "乙岗", "丙岗")]


def begin(student, round_, **given):
    answer = student.post(f"/me/apply/{round_.pk}/", GOOD | {"act": "save"} | given)
    return answer, Application.objects.filter(round=round_).order_by("-pk").first()


def test_reading_the_form_makes_nothing(student, opened):
    assert student.get(f"/me/apply/{opened[0].pk}/").status_code == 200
    assert Application.objects.count() == 0


def test_a_draft_is_kept_and_found_again(student, opened):
    _answer, draft = begin(student, opened[0], **{"a-phone": ""})
    assert draft.state == "draft"
    again = student.get(f"/me/apply/{opened[0].pk}/", follow=True)
    assert again.redirect_chain == [(f"/me/applications/{draft.pk}/edit/", 302)]
    assert 'value="延边大学"' in again.content.decode()


def test_what_is_typed_is_kept_by_itself_and_says_when(student, opened):
    sent = GOOD | {"act": "save"}
    kept = student.post(f"/me/apply/{opened[0].pk}/", sent, headers={"x-autosave": "1"}).json()
    assert kept["said"].startswith("草稿已保存")
    later = sent | {"revision": kept["revision"], "a-school": "吉林大学"}
    assert student.post(kept["address"], later, headers={"x-autosave": "1"}).json()["revision"] == kept["revision"] + 1
    assert Application.objects.get().answers == '{"school": "吉林大学"}'


def test_a_form_opened_before_a_change_elsewhere_overwrites_nothing(student, opened):
    _answer, draft = begin(student, opened[0])
    typed = GOOD | {"revision": "0", "act": "save", "a-school": "吉林大学"}
    stale = student.post(f"/me/applications/{draft.pk}/edit/", typed)
    assert stale.status_code == 409
    assert "吉林大学" in stale.content.decode()
    assert "延边大学" in Application.objects.get().answers


def test_an_error_stands_beside_its_field_and_the_rest_is_kept(student, opened):
    answer, draft = begin(student, opened[0], act="check", **{"a-phone": "12"})
    assert answer.status_code == 422
    assert "不是11位手机号" in answer.content.decode()
    assert "延边大学" in draft.answers


def test_what_is_missing_is_said_when_going_on_and_not_before(student, opened):
    assert begin(student, opened[0], **{"a-school": ""})[0].status_code == 302
    draft = Application.objects.get()
    on = student.post(
        f"/me/applications/{draft.pk}/edit/",
        GOOD | {"a-school": "", "act": "check", "revision": draft.revision},
    )
    assert on.status_code == 422


def test_wishes_are_put_in_order_by_buttons(student, opened):
    round_, (one, two, three) = opened
    _answer, draft = begin(student, round_, wish=[one.pk, two.pk, three.pk], act=f"up:{three.pk}")
    assert list(Wish.objects.order_by("rank").values_list("opening", flat=True)) == [one.pk, three.pk, two.pk]
    sent = GOOD | {"revision": draft.revision, "wish": [one.pk, three.pk, two.pk], "act": f"remove:{one.pk}"}
    student.post(f"/me/applications/{draft.pk}/edit/", sent)
    assert list(Wish.objects.order_by("rank").values_list("opening", flat=True)) == [three.pk, two.pk]


def test_wishes_noted_while_reading_are_on_the_form(student, opened):
    round_, (one, *_others) = opened
    student.post(f"/openings/{one.pk}/wish/", {"act": "add"})
    assert f'name="wish" value="{one.pk}"' in student.get(f"/me/apply/{round_.pk}/").content.decode()


def test_who_goes_to_the_form_from_an_opening_has_it_as_the_first_wish(student, opened):
    round_, (one, two, *_others) = opened
    way = f"/me/apply/{round_.pk}/?opening={one.pk}"
    assert f'href="{way}"' in student.get(f"/openings/{one.pk}/").content.decode()
    assert f'name="wish" value="{one.pk}"' in student.get(way).content.decode()
    student.post(f"/openings/{two.pk}/wish/", {"act": "add"})
    assert f'href="{way}"' not in student.get(f"/openings/{one.pk}/").content.decode()


def test_handing_in_needs_the_consent_and_happens_once(student, fair):
    round_ = fair.round(definition=declared(CONSENT, first_come(), applications={"fields": FIELDS}))
    opening = fair.opening(round_)
    _answer, draft = begin(student, round_, wish=[opening.pk], act="check")
    check = f"/me/applications/{draft.pk}/check/"
    assert "请先阅读并勾选同意" in student.post(check, {"revision": draft.revision}).content.decode()
    student.post(check, {"revision": draft.revision, "agree": "1"})
    draft.refresh_from_db()
    assert draft.state == "placed"
    assert student.post(check, {"revision": draft.revision, "agree": "1"}).status_code == 404
    shown = student.get(f"/me/applications/{draft.pk}/").content.decode()
    assert "已经录取" in shown


def test_nobody_sees_the_application_of_another(student, opened, visit, member):
    _answer, draft = begin(student, opened[0])
    other = visit(member)
    for page in ("", "edit/", "check/", "withdraw/"):
        assert other.get(f"/me/applications/{draft.pk}/{page}").status_code == 404


def test_a_second_application_leads_to_the_first(student, fair):
    round_ = fair.round(definition=declared(first_come()))
    fair.opening(round_)
    draft = begin(student, round_, **{"a-school": ""})[1]
    student.post(f"/me/applications/{draft.pk}/check/", {"revision": draft.revision})
    answer = student.get(f"/me/apply/{round_.pk}/")
    assert answer["Location"] == f"/me/applications/{draft.pk}/"


def test_a_minor_is_handed_in_once_a_guardian_was_asked(student, fair, client):
    fair.person.born = date(2012, 1, 1)
    fair.person.save()
    round_ = fair.round(definition=declared(CONSENT, first_come()))
    fair.opening(round_)
    draft = begin(student, round_)[1]
    check = f"/me/applications/{draft.pk}/check/"
    refused = student.post(check, {"revision": draft.revision, "agree": "1"})
    assert "须监护人同意" in refused.content.decode()
    asked = {"guardian_name": "田父", "guardian_phone": "13900000009", "guardian_relation": "父亲"}
    student.post(f"/me/applications/{draft.pk}/guardian/", asked)
    shown = student.get(check).content.decode()
    link = shown.partition('id="guardian-link" value="')[2].partition('"')[0]
    draft.refresh_from_db()
    student.post(check, {"revision": draft.revision, "agree": "1"})
    page = client.get(link).content.decode()
    assert "田*禾" in page
    client.post(link, {"name": "田父", "act": "agree", "read": "1"})
    draft.refresh_from_db()
    assert (draft.guardian, draft.state) == ("agreed", "placed")
    assert "还用这个链接撤回" in client.get(link).content.decode()
    client.post(link, {"name": "田父", "act": "take-back"})
    draft.refresh_from_db()
    assert (draft.guardian, draft.state) == ("refused", "withdrawn")


def test_a_team_is_joined_by_link_with_ones_own_account(student, fair, visit, member):
    team = {"by": ["team"], "least": 2, "most": 3}
    round_ = fair.round(definition=declared(first_come(), applications=team))
    fair.opening(round_)
    draft = begin(student, round_, kind="team", name="山丁子队")[1]
    student.post(f"/me/applications/{draft.pk}/members/", {"member_name": "李四", "member_role": "摄影"})
    shown = student.get(f"/me/applications/{draft.pk}/check/").content.decode()
    link = shown.partition('id="member-link" value="')[2].partition('"')[0]
    fair.person.pk, fair.person.account, fair.person.phone = None, member, ""
    fair.person.save()
    joined = visit(member)
    assert "山丁子队" in joined.get(link).content.decode()
    joined.post(link)
    assert Member.objects.get().agreed is not None
    student.post(f"/me/applications/{draft.pk}/check/", {"revision": draft.revision})
    draft.refresh_from_db()
    assert draft.state == "placed"


def test_withdrawing_says_what_it_means_and_then_does_it(student, fair):
    round_ = fair.round(definition=declared(first_come()))
    fair.opening(round_)
    draft = begin(student, round_)[1]
    student.post(f"/me/applications/{draft.pk}/check/", {"revision": draft.revision})
    page = f"/me/applications/{draft.pk}/withdraw/"
    assert "不能要回来" in student.get(page).content.decode()
    student.post(page, {"reason": "要考试"})
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == ("withdrawn", "要考试")


@pytest.mark.parametrize(("act", "state"), [("accept", "placed"), ("decline", "declined")])
def test_an_offered_place_is_answered_on_ones_own_page(student, fair, act, state):
    round_ = fair.round(definition=declared({"kind": "allotment", "method": "serial", "accept_hours": 48}))
    fair.opening(round_)
    draft = begin(student, round_)[1]
    student.post(f"/me/applications/{draft.pk}/check/", {"revision": draft.revision})
    round_.apply_until = timezone.now()
    round_.save()
    draw_lots(round=round_, seed="0417", now=timezone.now(), by=None)
    allot(round=round_, now=timezone.now(), by=None)
    assert "以前确认" in student.get(f"/me/applications/{draft.pk}/").content.decode()
    student.post(f"/me/placements/{draft.placements.get().pk}/answer/", {"act": act})
    draft.refresh_from_db()
    assert draft.state == state


FILE = ({"key": "plan", "title": "方案", "title_en": "Plan", "kind": "file", "most": 2},)


def test_a_file_is_kept_with_the_draft_and_given_back_to_its_owner_alone(student, fair, visit, member):
    round_ = fair.round(definition=declared(applications={"fields": FILE}))
    begin(student, round_, **{"a-plan": SimpleUploadedFile("方案.pdf", b"%PDF-1.4 plan %%EOF")})
    paper = Paper.objects.get()
    assert paper.about == f"application:{Application.objects.get().pk}"
    assert b"".join(student.get(f"/me/papers/{paper.pk}/").streaming_content).startswith(b"%PDF")
    assert visit(member).get(f"/me/papers/{paper.pk}/").status_code == 404


def test_the_file_of_somebody_else_cannot_be_named(student, fair, member):
    round_ = fair.round(definition=declared(applications={"fields": FILE}))
    pdf = BytesIO(b"%PDF-1.4 other %%EOF")
    paper = keep_paper(file=pdf, name="x.pdf", field="plan", now=timezone.now(), by=member)
    draft = begin_there(
        round=round_, bidder=Bidder("person", fair.person), key="k", now=timezone.now(), by=fair.student
    )
    with pytest.raises(NotVisible):
        fill(application=draft, answers={"plan": str(paper.pk)}, revision=0, now=timezone.now(), by=fair.student)


def test_a_date_that_the_programme_does_not_take_is_said_before_handing_in(student, fair):
    graduates = {"key": "graduates", "title": "毕业时间", "title_en": "Graduation", "kind": "date", "required": True}
    lately = {"kind": "screening", "within": [{"field": "graduates", "years": 3}]}
    round_ = fair.round(definition=declared(lately, applications={"fields": [graduates]}))
    fair.opening(round_)
    student.post(f"/me/apply/{round_.pk}/", GOOD | {"act": "check", "a-graduates": "2010-06-30"})
    draft = Application.objects.get()
    assert "您填的是2010年6月30日" in student.get(f"/me/applications/{draft.pk}/check/").content.decode()
    refused = student.post(f"/me/applications/{draft.pk}/check/", {"revision": draft.revision, "agree": "on"})
    assert (refused.status_code, Application.objects.get().state) == (422, "draft")


def test_a_guardians_link_that_was_lost_is_made_again_after_handing_in(student, fair, client):
    round_ = fair.round({"kind": "consent", "purpose": "开展活动", "guardian": "always"}, {"kind": "screening"})
    _answer, draft = begin(student, round_, wish=fair.opening(round_).pk)
    page, asked = f"/me/applications/{draft.pk}/", {"guardian_name": "田父", "guardian_relation": "父亲"}
    student.post(f"{page}guardian/", asked | {"guardian_phone": "13900000009"})
    draft.refresh_from_db()
    student.post(f"{page}check/", {"revision": draft.revision, "agree": "1"})
    assert "重新生成" in student.get(page).content.decode()
    assert student.post(f"{page}guardian/", asked | {"guardian_phone": "1"}).status_code == 422
    again = student.post(f"{page}guardian/", asked | {"guardian_phone": "13900000009"}, follow=True).content.decode()
    link = again.partition('id="guardian-link" value="')[2].partition('"')[0]
    assert client.get(link).status_code == 200


def test_who_has_no_day_of_birth_is_led_to_where_it_is_told_and_back(student, fair):
    round_ = fair.round({"kind": "consent", "purpose": "开展活动", "guardian": "minors"})
    fair.opening(round_)
    Person.objects.filter(pk=fair.person.pk).update(born=None)
    _answer, draft = begin(student, round_)
    check = f"/me/applications/{draft.pk}/check/"
    assert f"/me/about/change/?next={check}" in student.get(check).content.decode()
    mine = {"name": "田一禾", "phone": "13900000001", "home": fair.tree.county.name, "born": "2003-05-01"}
    assert student.post("/me/about/change/", mine | {"next": check})["Location"] == check
    assert "/me/about/change/" not in student.get(check).content.decode()


def test_a_refused_handing_in_says_it_once_and_keeps_the_tick(student, fair):
    round_ = fair.round({"kind": "consent", "purpose": "开展活动", "guardian": "minors"})
    opening = fair.opening(round_)
    Person.objects.filter(pk=fair.person.pk).update(born=None)
    _answer, draft = begin(student, round_, wish=str(opening.pk))
    answer = student.post(f"/me/applications/{draft.pk}/check/", {"revision": draft.revision, "agree": "1"})
    text = answer.content.decode()
    assert text.count("没有出生日期") == 1
    assert 'name="agree" value="1" checked' in text

"""Offering from outside, applying for an organisation or a village, reading in English."""

from __future__ import annotations

import re

from django.utils import timezone

from sangzi.notices.models import Notice
from sangzi.programmes.actions import review_opening
from sangzi.programmes.models import Application, Opening
from tests.cast import appoint
from tests.programmes.made_rounds import declared

CHINESE = re.compile(r"[一-鿿]")
CODE = "91350100M000100Y43"


def offerable(fair, **openings):
    return fair.round(definition=declared(openings={"by": ["unit", "person", "partner"], "review": True} | openings))


def test_what_a_person_offers_waits_to_be_looked_at(student, fair):
    round_ = offerable(fair)
    given = {"kind": "person", "title": "苹果梨冻害怎么防", "on": round_.opens, "capacity": "2", "key": "k"}
    student.post(f"/me/offer/{round_.pk}/", given)
    student.post(f"/me/offer/{round_.pk}/", given)
    opening = Opening.objects.get()
    assert (opening.state, opening.offered_by, opening.unit) == ("review", fair.person, fair.tree.township)
    assert "苹果梨" not in student.get(f"/rounds/{round_.pk}/").content.decode()
    assert "待审核" in student.get("/me/applications/").content.decode()


def test_what_is_offered_for_a_partner_is_seen_by_who_wrote_it_and_they_are_told(student, fair):
    round_ = offerable(fair)
    partner = {"kind": "partner", "partner_name": "和龙果业", "partner_code": CODE}
    student.post(
        f"/me/offer/{round_.pk}/", partner | {"title": "嫁接技术员", "on": round_.opens, "capacity": "1", "key": "k"}
    )
    assert "嫁接技术员" in student.get("/me/applications/").content.decode()
    review_opening(opening=Opening.objects.get(), accept=False, reason="已经招满", now=timezone.now(), by=None)
    notice = Notice.objects.get(account=fair.person.account)
    assert "嫁接技术员" in notice.told
    assert student.get(notice.link).status_code == 200


def test_staff_who_press_to_offer_are_led_to_their_own_desk(visit, member, fair):
    round_ = offerable(fair)
    door = visit(member)
    assert "我也来发布岗位" in door.get(f"/rounds/{round_.pk}/").content.decode()
    before = door.get(f"/me/offer/{round_.pk}/").content.decode()
    assert f"/desk/rounds/{round_.pk}/offer/?unit=" in before


def test_a_person_is_not_led_to_a_desk(student, fair):
    assert "/desk/" not in student.get(f"/me/offer/{offerable(fair).pk}/").content.decode()


def test_nobody_offers_where_nobody_looks(student, fair):
    round_ = offerable(fair, review=False)
    assert student.get(f"/me/offer/{round_.pk}/").status_code == 403
    assert "我也来发布" not in student.get(f"/rounds/{round_.pk}/").content.decode()


def test_what_cannot_be_used_is_said_beside_its_field(student, fair):
    round_ = offerable(fair)
    answer = student.post(f"/me/offer/{round_.pk}/", {"kind": "person", "title": "", "on": "x"})
    assert answer.status_code == 422
    assert Opening.objects.count() == 0


def test_an_organisation_applies_by_its_credit_code(student, fair):
    round_ = fair.round(definition=declared(applications={"by": ["partner"]}))
    given = {"kind": "partner", "act": "save", "key": "k", "partner_name": "和龙果业", "partner_code": "12345"}
    wrong = student.post(f"/me/apply/{round_.pk}/", given)
    assert wrong.status_code == 422
    assert "校验位不对" in wrong.content.decode()
    student.post(f"/me/apply/{round_.pk}/", given | {"partner_code": CODE})
    assert Application.objects.get().partner.name == "和龙果业"


def test_a_village_applies_through_who_works_for_it(fair, visit):
    secretary = appoint("secretary", fair.tree.village, "lead")
    round_ = fair.round(definition=declared(applications={"by": ["village"]}))
    given = {"kind": "village", "act": "save", "key": "k", "unit": str(fair.tree.village.pk)}
    visit(secretary).post(f"/me/apply/{round_.pk}/", given)
    assert Application.objects.get().for_unit == fair.tree.village


def test_nobody_applies_for_a_unit_they_do_not_work_for(student, fair):
    round_ = fair.round(definition=declared(applications={"by": ["unit"]}))
    assert "没有可以代表的单位" in student.get(f"/me/apply/{round_.pk}/").content.decode()
    student.post(f"/me/apply/{round_.pk}/", {"kind": "unit", "act": "save", "unit": str(fair.tree.county.pk)})
    assert Application.objects.count() == 0


def test_a_round_is_read_in_english_but_for_what_people_wrote(client, fair):
    client.cookies["django_language"] = "en"
    shown = client.get(f"/rounds/{fair.round(title='Summer').pk}/").content.decode()
    words = re.sub(r"<[^>]+>", " ", shown.partition("<main")[2].partition("</main>")[0])
    left = CHINESE.findall(re.sub("吉林|延边|和龙", "", words))
    assert left == []

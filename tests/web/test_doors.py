"""Who is let in, and how a refusal is said."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotPermitted, NotVisible
from sangzi.kernel.models import Account
from sangzi.web.doors import Doors
from sangzi.web.refusals import refusal


def nameless(request):
    return HttpResponse("in")


@audience("anyone")
def refusing(request):
    raise Conflict("两个人同时改了")


@audience("anyone")
def broken(request):
    raise RuntimeError("inner words that nobody outside should read")


urlpatterns = [path("api/v1/refusing/", refusing), path("broken/", broken)]


def test_a_view_that_names_no_audience_does_not_answer(rf):
    with pytest.raises(ImproperlyConfigured, match="whom it is for"):
        Doors(nameless).process_view(rf.get("/x/"), nameless, (), {})


def test_a_stranger_is_sent_to_sign_in_and_back(client, tree):
    answer = client.get("/desk/units/?q=hl")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=%2Fdesk%2Funits%2F%3Fq%3Dhl"


def test_a_part_of_a_page_is_not_swapped_for_a_sign_in_page(client, tree):
    answer = client.get("/desk/unit-search/?q=hl", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")


def test_an_account_that_works_nowhere_has_no_desk(visit, tree):
    answer = visit(Account.objects.create_user("idle", "x", name="闲")).get("/desk/units/222406/")
    assert answer.status_code == 404  # not even that the unit exists
    answer = visit(Account.objects.create_user("idle2", "x", name="闲")).get("/desk/")
    assert answer.status_code == 403
    assert "不在任何单位任职" in answer.content.decode()


@pytest.mark.parametrize("address", ["/desk/units/222406/", "/desk/units/u{pk}/", "/desk/audit/?unit=222406"])
def test_a_unit_outside_the_scope_is_as_if_it_were_not_there(visit, stranger, tree, address):
    answer = visit(stranger).get(address.format(pk=tree.county.pk))
    missing = visit(stranger).get("/desk/units/999999/")
    assert answer.status_code == missing.status_code == 404
    assert "和龙" not in answer.content.decode()


def test_an_officer_may_look_at_a_unit_but_not_change_it(visit, county_officer):
    client = visit(county_officer)
    assert client.get("/desk/units/222406/").status_code == 200
    answer = client.get("/desk/units/222406/rename/")
    assert answer.status_code == 403
    assert "负责人" in answer.content.decode()


def test_only_auditors_read_the_audit_lines(visit, lead, auditor):
    assert visit(lead).get("/desk/audit/").status_code == 403
    assert visit(auditor).get("/desk/audit/").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotVisible("x"), 404), (NotPermitted("x"), 403), (Conflict("x"), 409), (BadInput("x"), 422)],
)
def test_every_refusal_has_its_status(client, tree, error, status):
    request = RequestFactory().get("/api/v1/x/")
    assert refusal(request, error).status_code == status


def test_what_may_not_be_known_is_said_in_the_same_words(rf):
    told = {
        json.loads(refusal(rf.get("/api/x/"), NotVisible(why)).content)["error"]["sentence"] for why in ("藏", "无")
    }
    assert told == {"这里没有内容：地址可能打错了，也可能不在您的权限范围内。"}


@override_settings(ROOT_URLCONF="tests.web.test_doors")
def test_the_api_is_refused_in_json(client, db):
    answer = client.get("/api/v1/refusing/")
    assert answer.status_code == 409
    assert answer.json() == {"error": {"code": "conflict", "sentence": "两个人同时改了", "context": {}}}


def test_pages_of_the_signed_in_are_not_kept_and_load_nothing_from_outside(visit, lead):
    answer = visit(lead).get("/desk/units/220000/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")


@override_settings(ROOT_URLCONF="tests.web.test_doors")
def test_a_fault_of_ours_is_said_without_its_inner_words(db):
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert "系统出错了，不是您的问题" in answer.content.decode()
    assert "inner words" not in answer.content.decode()


def test_a_form_from_another_site_is_refused_with_a_sentence(lead):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    answer = client.post("/sign-out/")
    assert answer.status_code == 403
    assert "页面过期了，没有提交" in answer.content.decode()


def test_an_address_that_leads_nowhere_has_a_page(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()

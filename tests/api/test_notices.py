"""Notices through the JSON interface: one's own, a page at a time, marked read."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sangzi.notices.models import Notice
from tests.notices.conftest import tell

NOTICES = "/api/v1/notices/"


def told(account, key="one", **more):
    return tell(account, key=key, now=timezone.now(), **more)[0]


def test_one_reads_what_one_was_told(api, lead):
    notice = told(lead, title="“%(round)s”延期", told={"round": "返家乡"}, about="round:12", link="/me/")
    said = api(lead).get(NOTICES).json()
    assert (said["unread"], said["next"]) == (1, None)
    (one,) = said["notices"]
    assert (one["id"], one["title"], one["about"], one["read"]) == (notice.pk, "“返家乡”延期", "round:12", None)


def test_nobody_reads_what_another_was_told(api, lead, stranger):
    notice = told(lead)
    assert api(stranger).get(NOTICES).json()["notices"] == []
    assert api(stranger).post(f"{NOTICES}{notice.pk}/read/", "{}", "application/json").status_code == 404


def test_pages_follow_one_another(api, lead):
    for number in range(51):
        told(lead, key=str(number))
    client = api(lead)
    first = client.get(NOTICES).json()
    second = client.get(NOTICES, {"after": first["next"]}).json()
    assert (len(first["notices"]), len(second["notices"]), second["next"]) == (50, 1, None)


def test_one_is_marked_read(api, lead):
    notice = told(lead)
    client = api(lead)
    assert client.post(f"{NOTICES}{notice.pk}/read/", "{}", "application/json").json()["read"]
    assert client.get(NOTICES, {"unread": "true"}).json()["notices"] == []


def test_all_are_marked_read(api, lead):
    told(lead, key="a")
    told(lead, key="b")
    assert api(lead).post(f"{NOTICES}read/", "{}", "application/json").json() == {"done": 2}
    assert not Notice.objects.filter(unread=True).exists()


@pytest.mark.parametrize("address", ["", "read/"])
def test_nobody_comes_in_without_signing_in(client, db, address):
    assert client.get(NOTICES + address).status_code == 401

"""How often somebody may try to sign in or to join, and what is said and kept of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.kernel import tries
from sangzi.kernel.actions import count_try
from sangzi.kernel.errors import TooMany
from sangzi.kernel.models import AuditLine, Tries
from sangzi.kernel.tries import OF_A_NAME, OF_AN_ADDRESS, WINDOW
from tests.cast import PASSWORD

NOW = timezone.now()


def sign_in(client, username="lead", word="wrong", **more):
    return client.post("/sign-in/", {"username": username, "password": word}, **more)


def tried(name="lead", address="203.0.113.7", now=NOW, door="sign-in"):
    count_try(door=door, name=name, address=address, now=now, by=None)


@pytest.mark.parametrize("username", ["lead", "nobody"])
def test_after_ten_wrong_passwords_a_name_waits_whether_there_is_one_or_not(client, lead, username):
    answers = [sign_in(client, username).status_code for _try in range(OF_A_NAME + 2)]
    assert answers == [422] * OF_A_NAME + [429] * 2
    right = sign_in(client, username, PASSWORD)
    assert right.status_code == 429
    assert "以后再试" in right.content.decode()


def test_the_sentence_says_until_when(db):
    for _try in range(OF_A_NAME):
        tried()
    with pytest.raises(TooMany, match=f"{timezone.localtime(NOW + WINDOW):%H:%M:%S}"):
        tried(now=NOW + timedelta(minutes=9))


def test_trying_in_vain_makes_it_no_longer(db):
    for _try in range(OF_A_NAME):
        tried()
    for minutes in (1, 9):
        with pytest.raises(TooMany):
            tried(now=NOW + timedelta(minutes=minutes))
    tried(now=NOW + WINDOW)
    assert Tries.objects.filter(number=1, until=NOW + 2 * WINDOW).count() == 2


def test_another_name_and_another_address_are_let_in_meanwhile(client, lead, member):
    for _try in range(OF_A_NAME + 1):
        sign_in(client)
    assert sign_in(client, "member", PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_one_address_does_not_try_name_after_name(db):
    for number in range(OF_AN_ADDRESS):
        tried(name=f"name{number}")
    with pytest.raises(TooMany):
        tried(name="one more")
    tried(name="one more", address="203.0.113.8")


def test_an_office_that_signs_in_rightly_is_never_stopped(client, lead):
    for _time in range(3):
        for _try in range(OF_A_NAME - 1):
            sign_in(client)
        assert sign_in(client, word=PASSWORD).status_code == 302
        client.post("/sign-out/")
    assert sorted(Tries.objects.values_list("number", flat=True)) == [0, 3 * (OF_A_NAME - 1)]


def test_an_ipv6_line_counts_as_one_whatever_address_it_takes(db):
    for number in range(OF_AN_ADDRESS):
        tried(name=f"name{number}", address=f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooMany):
        tried(name="one more", address="2001:db8:1:2:ffff::1")


def test_the_audit_chain_tells_it_once_for_each_time_and_keeps_no_name(client, lead):
    for _try in range(OF_A_NAME + 3):
        sign_in(client)
        sign_in(client, "secret typed as a name", REMOTE_ADDR="203.0.113.9")
    lines = list(AuditLine.objects.filter(act="accounts.shut").order_by("about"))
    assert [line.about for line in lines] == [f"account:{lead.pk}", "sign-in"]
    assert json.loads(lines[0].detail) == {"door": "sign-in", "of": "name", "most": OF_A_NAME}


def test_counters_hold_neither_names_nor_addresses_and_go_at_night(db):
    tried()
    kept = " ".join(Tries.objects.values_list("key", flat=True))
    assert "lead" not in kept
    assert "203.0.113.7" not in kept
    assert (tries.forget(NOW + WINDOW - timedelta(seconds=1)), tries.forget(NOW + WINDOW)) == (0, 2)


def test_asking_which_phone_has_an_account_ends_soon(client, db):
    asked = [client.post("/join/", {"phone": "13812341234"}).status_code for _try in range(OF_A_NAME + 1)]
    assert asked == [422] * OF_A_NAME + [429]


def test_whoever_found_an_open_screen_does_not_guess_the_password(visit, lead):
    client, wrong = visit(lead), {"old": "wrong", "new": "a new one 26", "again": "a new one 26"}
    asked = [client.post("/me/password/", wrong).status_code for _try in range(OF_A_NAME + 1)]
    assert asked == [422] * OF_A_NAME + [429]


def test_behind_a_proxy_the_address_is_what_the_proxy_wrote(client, lead, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://sangzi.example"]
    for number in range(OF_AN_ADDRESS):
        tried(name=f"name{number}", address="203.0.113.7")
    mine = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.7"}
    assert sign_in(client, word=PASSWORD, **mine).status_code == 429
    assert sign_in(client, word=PASSWORD).status_code == 302

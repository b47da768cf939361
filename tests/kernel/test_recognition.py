"""Who comes is recognised as Django would, many at a time."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.kernel.recognition import Backend, SessionStore, _known

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return Account.objects.create_user("li", password="a long password", name="李")


@pytest.fixture
def signed_in(client, account):
    client.force_login(account)
    return client.session.session_key


def test_it_is_the_store_and_the_backend_of_the_installation():
    assert import_module(settings.SESSION_ENGINE).SessionStore is SessionStore
    assert settings.AUTHENTICATION_BACKENDS == ["sangzi.kernel.recognition.Backend"]


def test_a_batch_gives_each_their_own(signed_in, account):
    one, nobody, other = _known([signed_in, "x" * 32, signed_in])
    assert (one.account, other.account, nobody) == (account, account, None)
    assert one.account is not other.account
    assert one.session == other.session


def test_a_page_costs_one_query_for_the_session_and_one_for_the_account(client, signed_in, django_assert_num_queries):
    store = SessionStore(signed_in)
    with django_assert_num_queries(2):
        user = Backend().get_user(store["_auth_user_id"])
    assert user.username == "li"


def test_a_session_that_is_over_recognises_nobody(client, signed_in):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert dict(SessionStore(signed_in).load()) == {}
    assert client.get("/me/").status_code == 302


def test_an_account_that_was_closed_is_nobody(client, signed_in, account):
    account.is_active = False
    account.save()
    assert client.get("/me/").status_code == 302


def test_a_new_password_ends_other_sessions(client, signed_in, account):
    account.set_password("another long one")
    account.save()
    assert client.get("/me/").status_code == 302


def test_whom_one_session_names_is_not_taken_for_another(signed_in, account):
    other = Account.objects.create_user("wang", password="a long password", name="王")
    SessionStore(signed_in).load()
    assert Backend().get_user(other.pk) == other
    assert Backend().get_user(account.pk) == account

"""Applicants with open sessions, and a round they all want."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string

from sangzi.kernel.models import Account
from sangzi.people.models import Person
from sangzi.units.models import Unit


def applicants(number: int, home: Unit) -> list[tuple[Person, str]]:
    """New persons with accounts, and the cookie by which each is signed in."""
    accounts = [Account(username=f"applicant-{at}", name=f"报名{at}", sample=True) for at in range(number)]
    for account in accounts:
        account.set_unusable_password()
    accounts = Account.objects.bulk_create(accounts, batch_size=500)
    rows = [
        Person(name=f"报名{at}", phone=f"139{at:08d}", born=date(2000, 1, 1), home=home, account=account, sample=True)
        for at, account in enumerate(accounts)
    ]
    return list(zip(Person.objects.bulk_create(rows, batch_size=500), _signed_in(accounts), strict=True))


def _signed_in(accounts: list[Account]) -> list[str]:
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    expires = timezone.now() + timezone.timedelta(days=1)
    sessions = []
    for account in accounts:
        session = store()
        told = {"_auth_user_id": str(account.pk), "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0]}
        told["_auth_user_hash"] = account.get_session_auth_hash()
        sessions.append(
            Session(
                session_key=get_random_string(32, VALID_KEY_CHARS),
                session_data=session.encode(told),
                expire_date=expires,
            )
        )
    Session.objects.bulk_create(sessions, batch_size=500)
    return [session.session_key for session in sessions]

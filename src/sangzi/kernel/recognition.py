"""Recognising who comes: sessions and accounts, read together for all who come at the same moment.

Django's own session store and backend, but for how rows are read: where hundreds of requests come in the same second,
one query reads the sessions of all that wait, and one their accounts. What makes a session valid is left to Django.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from threading import local
from typing import Any, Final, NamedTuple

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import QuerySet
from django.utils import timezone

from .combining import Combiner, ask_outside
from .models import Account
from .round_trips import Keys, read

MOST: Final = 200  # in one query


class Known(NamedTuple):
    """What a session holds, and the account that it names."""

    session: dict[str, Any]
    account: Account | None


class SessionStore(DatabaseStore):
    """Sessions in the database. Who is asked for next, in this thread, is most often the account that one names."""

    def load(self) -> dict[str, Any]:
        """What the session holds; empty, and the session a new one, where it is not there or over."""
        known = ask_outside(_together, self.session_key or "")
        if known is None:
            self._session_key = None
            return {}
        _next.account = known.account
        return known.session


class Backend(ModelBackend):
    """Accounts by name and password, as Django checks them."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, unless it was closed."""
        account: Account | None = _next.__dict__.pop("account", None)
        if account is None or account.pk != int(user_id):
            (account,) = _accounts([user_id])
        return account if account is not None and self.user_can_authenticate(account) else None


_next = local()


def _known(keys: Sequence[str]) -> list[Known | None]:
    now = timezone.now()
    (rows,) = read({*keys}, _sessions)
    found = {row.session_key: row.session_data for row in rows if row.expire_date > now}
    store = SessionStore()
    sessions = [store.decode(found[key]) if key in found else None for key in keys]
    accounts = _accounts([(session or {}).get(SESSION_KEY) for session in sessions])
    return [
        Known(session, account) if session is not None else None
        for session, account in zip(sessions, accounts, strict=True)
    ]


def _accounts(keys: Sequence[int | str | None]) -> list[Account | None]:
    """The account of each key; one of its own for each who asks, as they change it."""
    wanted = {int(key) for key in keys if key is not None}
    (rows,) = read(wanted, _accounts_of) if wanted else ([],)
    found, times = {str(row.pk): row for row in rows}, Counter(map(str, keys))
    accounts = [found.get(str(key)) for key in keys]
    return [copy(account) if account and times[str(account.pk)] > 1 else account for account in accounts]


def _sessions(keys: Keys) -> QuerySet[AbstractBaseSession]:
    return SessionStore.get_model_class().objects.filter(pk__among=keys)


def _accounts_of(keys: Keys) -> QuerySet[Account]:
    return Account.objects.filter(pk__among=keys)


_together: Combiner[str, Known | None] = Combiner(_known, MOST, gathering=0.001)

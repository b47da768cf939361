"""A province's summer to look at: posts in every township, students who ask for five each, an officer at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from benchmarks.applications import fill
from benchmarks.opening_minute.client import Ask
from sangzi.programmes.models import Round

WAYS = ("ours", "plain", "minimal")


@dataclass(frozen=True)
class Sight:
    """One page, made in three ways."""

    title: str
    asks: dict[str, Ask]


def prepare(rows: int) -> list[Sight]:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    round_, account, county = fill(rows)
    today = timezone.localdate()
    Round.objects.update(
        public=True, state="open", closes=today + timedelta(days=90), apply_until=timezone.now() + timedelta(days=20)
    )
    return [_openings(county), _applications(round_, account)]


def _openings(county: Any) -> Sight:
    cookie = f"sangzi_home={county.slug}"
    where = {"ours": "/openings/", "plain": "/plain/openings/", "minimal": "/minimal/openings/"}
    asks = {way: Ask(path, cookies=cookie) for way, path in where.items()}
    return Sight("what is offered at home, 20 lines", asks)


def _applications(round_: Any, account: Any) -> Sight:
    cookie = f"sangzi={_session(account)}"
    where = {way: f"/{way}/applications/{round_.pk}/" for way in ("plain", "minimal")}
    where["ours"] = f"/desk/rounds/{round_.pk}/applications/"
    asks = {way: Ask(path, cookies=cookie) for way, path in where.items()}
    return Sight("who applied, at the desk, 50 lines", asks)


def _session(account: Any) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)

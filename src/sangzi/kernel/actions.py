"""What can happen to accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from . import audit, tries
from .errors import BadInput, Conflict, TooMany
from .models import Account


@transaction.atomic
def open_account(*, username: str, name: str, password: str, by: Account | None) -> Account:
    """Make an account. What it may see follows from its assignments; without one it sees nothing of the desk."""
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise BadInput(_("账号和姓名都要写。"), field="name" if username else "username")
    if Account.objects.filter(username=username).exists():
        raise Conflict(_("账号“%(username)s”已经有人用了；请换一个。") % {"username": username}, field="username")
    account = Account(username=username, name=name)
    _set_password(account, password, "password")
    account.save(force_insert=True)
    audit.append(chain=audit.INSTALLATION, act="accounts.open", about=f"account:{account.pk}", by=by)
    return account


@transaction.atomic
def close_account(*, account: Account, by: Account | None) -> Account:
    """Let an account sign in no more; its next request is refused. What it did stays."""
    if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        raise Conflict(_("这个账号已经停用。"))
    account.is_active = False
    audit.append(chain=audit.INSTALLATION, act="accounts.close", about=f"account:{account.pk}", by=by)
    return account


@transaction.atomic
def note_sign_in(*, by: Account) -> None:
    """Leave a line that an account signed in."""
    audit.append(chain=audit.INSTALLATION, act="accounts.sign-in", about=f"account:{by.pk}", by=by)


Door = Literal["sign-in", "join", "password"]


def count_try(*, door: Door, name: str, address: str, now: datetime, by: Account | None) -> None:
    """Count a try to come in, before it is looked at. Raises `TooMany` where a name or an address tried too often.

    The audit line is written once for each time that a door is shut: it says which account was meant, not from where.
    """
    shut = None
    with transaction.atomic():  # a refusal is counted too, so it is raised outside
        for counter in tries.counters(door, name, address):
            row, shuts = tries.count(counter, now)
            if row.number > counter.most:
                shut = max(shut or row.until, row.until)
            if shuts:
                _note_shut(door, counter, name, by)
    if shut is not None:
        told = {"until": time_format(timezone.localtime(shut), "H:i:s")}
        raise TooMany(_("试的次数太多了，请在%(until)s以后再试。") % told, until=shut)


@transaction.atomic
def forgive_tries(*, door: Door, name: str, address: str, by: Account | None) -> None:  # noqa: ARG001  (nobody's act)
    """Whoever came in had not guessed: take back what was counted."""
    for counter in tries.counters(door, name, address):
        tries.forgive(counter)


@transaction.atomic
def change_password(*, old: str, new: str, by: Account) -> Account:
    """Give `by` a new password. Refuses a wrong old one and a new one that is too weak."""
    account = Account.objects.select_for_update().get(pk=by.pk)
    if not account.check_password(old):
        raise BadInput(_("原密码不对，密码没有改。"), field="old")
    _set_password(account, new, "new")
    account.save(update_fields=["password"])
    audit.append(chain=audit.INSTALLATION, act="accounts.change-password", about=f"account:{by.pk}", by=by)
    return account


@transaction.atomic
def choose_language(*, language: str, by: Account) -> None:
    """Remember the language an account reads."""
    Account.objects.filter(pk=by.pk).update(language=language)
    audit.append(
        chain=audit.INSTALLATION,
        act="accounts.choose-language",
        about=f"account:{by.pk}",
        by=by,
        detail={"language": language},
    )


def _set_password(account: Account, password: str, field: str) -> None:
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        raise BadInput("".join(error.messages), field=field) from error
    account.set_password(password)


def _note_shut(door: Door, counter: tries.Counted, name: str, by: Account | None) -> None:
    meant = Account.objects.filter(username=name.strip()).first() if counter.of == "name" else None
    about = f"account:{meant.pk}" if meant else door
    detail = {"door": door, "of": counter.of, "most": counter.most}
    audit.append(chain=audit.INSTALLATION, act="accounts.shut", about=about, by=by, detail=detail)

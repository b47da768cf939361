"""What can happen to accounts."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import audit
from .errors import BadInput, Conflict
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

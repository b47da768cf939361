"""What an account can have done to itself."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import audit
from .errors import BadInput
from .models import Account


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
    try:
        validate_password(new, user=account)
    except ValidationError as error:
        raise BadInput("".join(error.messages), field="new") from error
    account.set_password(new)
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

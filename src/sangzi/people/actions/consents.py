"""What a person allows, and takes back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account

from ..dating import refuse_backwards, refuse_future
from ..entering import clean_name
from ..models import Consent, Person

OF_AGE = 18
LISTING = "register"  # the purpose of a consent to stand in registers


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    given: date,
    today: date,
    by: Account | None,
    expires: date | None = None,
    by_guardian: bool = False,
) -> Consent:
    """Write down that a person, or the guardian of a minor, allowed a purpose. Given twice it is one consent."""
    refuse_future(given, today)
    refuse_backwards(given, expires)
    if not by_guardian and person.born and _age(person.born, given) < OF_AGE:
        raise BadInput(
            _("本人未满%(age)d周岁，须由监护人同意；请由监护人办理，并选择“监护人同意”。") % {"age": OF_AGE},
            field="by_guardian",
        )
    purpose = clean_name(purpose, 60)
    live = Consent.objects.filter(person=person, purpose=purpose, withdrawn=None, given__lte=given)
    covering = live.filter(Q(expires=None) | Q(expires=expires)).first()
    if covering:
        return covering
    consent = Consent.objects.create(
        person=person, purpose=purpose, given=given, expires=expires, by_guardian=by_guardian
    )
    _log_consent("people.give_consent", consent, by)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: date, today: date, by: Account | None) -> Consent:
    """End a consent from a day on; what was done under it before stays lawful and stays recorded."""
    refuse_future(on, today)
    refuse_backwards(consent.given, on)
    if not Consent.objects.filter(pk=consent.pk, withdrawn=None).update(withdrawn=on):
        raise Conflict(_("这项同意已经撤回；请刷新页面。"), consent=consent.pk)
    consent.withdrawn = on
    _log_consent("people.withdraw_consent", consent, by)
    return consent


def _log_consent(act: str, consent: Consent, by: Account | None) -> None:
    audit.append(
        chain=consent.person.home_id,
        act=act,
        about=f"consent:{consent.pk}",
        by=by,
        detail={"person": consent.person_id, "purpose": consent.purpose, "by_guardian": consent.by_guardian},
    )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

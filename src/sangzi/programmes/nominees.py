"""Whom others enter: somebody known by name and phone, or made known by no more than these; the link they answer by."""

from __future__ import annotations

from datetime import date, timedelta

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, NotVisible
from sangzi.kernel.fields import Field
from sangzi.kernel.models import Account
from sangzi.people.access import visible_persons
from sangzi.people.actions import add_person
from sangzi.people.models import Person
from sangzi.people.queries import likely_duplicates
from sangzi.units.access import scope_of
from sangzi.units.models import Unit

from .definitions import ProgrammeType
from .models import Application

HOLDS_FOR = timedelta(days=30)
SALT = "programmes.nominee"


def known_or_new(*, name: str, phone: str, home: Unit, by: Account | None, born: date | None = None) -> Person:
    """The person of that name and phone among those whom `by` may see, or somebody new. Raises as `known` does."""
    same = known(name=name, phone=phone, home=home, by=by, born=born)
    return same or add_person(name=name, home=home, today=timezone.localdate(), by=by, phone=phone, born=born)


def known(*, name: str, phone: str, home: Unit, by: Account | None, born: date | None = None) -> Person | None:
    """The person of that name and phone among those whom `by` may see; None where nobody is like that.

    Raises `BadInput` where somebody who may be the same is known by another name or phone: that is asked first.
    """
    today = timezone.localdate()
    seen = visible_persons(scope_of(by, today)) if by else Person.objects.none()
    same = seen.filter(phone=phone, name=name).select_related("home").first()
    if same is not None:
        return same
    likely = likely_duplicates(seen, name=name, home=home, phone=phone, born=born)
    if likely:
        why = likely[0]
        shown = {"name": why.card.name, "home": why.card.home.short, "why": "、".join(map(str, why.reasons))}
        raise BadInput(
            _("可能与已登记的%(name)s（%(home)s）是同一人：%(why)s；请核对姓名和电话。") % shown, field="name"
        )
    return None


def asks_birth(definition: ProgrammeType, person: Person) -> bool:
    """Whether a day of birth is needed that is not known yet."""
    step, consent = definition.screening, definition.consent
    of_age = step is not None and (step.least_age, step.most_age) != (None, None)
    return person.born is None and (of_age or (consent is not None and consent.guardian == "minors"))


def fields_of(definition: ProgrammeType, *, nominee: bool) -> tuple[Field, ...]:
    """What the nominee answers, which is what is personal; or what is said for them by whoever nominates them."""
    step = definition.applications
    return tuple(field for field in step.fields if field.personal == nominee) if step else ()


def token_of(application: Application) -> str:
    """The token of the link by which a nominee answers. It is signed, not kept, and holds for 30 days."""
    return signing.dumps(application.pk, salt=SALT)


def nomination_of(token: str) -> Application:
    """The application behind a nominee's link, person and round along. Raises `NotVisible`."""
    try:
        key = signing.loads(token, salt=SALT, max_age=HOLDS_FOR)
    except signing.BadSignature as broken:
        raise NotVisible(_("这个链接无效或已过期；请向推荐您的人再要一个。")) from broken
    rows = Application.objects.select_related("round__unit", "person__home", "unit", "by")
    found = rows.filter(pk=key, person__isnull=False).first()
    if found is None:
        raise NotVisible(_("这份推荐已经不在；请联系推荐您的人。"))
    return found

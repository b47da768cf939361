"""Holding an application's rows: the bidder's first, then its own, so that two acts on one pass one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.round_trips import Keys
from sangzi.people.models import Partner, Person
from sangzi.units.models import Unit

from .bidders import OF_UNITS, Bidder
from .models import Applicant, Application, ApplicationState, Round

ALONG = ("round__unit", "unit", "person__home", "partner__home", "for_unit")


def held(application: Application) -> Application:
    """The application as it is now, with all it names; its row and the bidder's stay locked."""
    hold_applicant(application)
    rows = Application.objects.select_for_update(of=("self",), no_key=True).select_related(*ALONG)
    return rows.get(pk=application.pk)


def hold_bidder(bidder: Bidder) -> None:
    """Lock the row of whoever bids. Raises `BadInput` where nobody does."""
    one: Model | None = bidder.person
    if bidder.kind in OF_UNITS:
        one = bidder.unit
    elif bidder.kind == Applicant.PARTNER:
        one = bidder.partner
    if one is None or not hold_row(type(one), one.pk):
        raise BadInput(_("没有写明由谁报名；请选择报名的人、合作方或单位。"), field="bidder")


def hold_applicant(application: Application, *, pass_over: bool = False) -> bool:
    """Lock the row of whoever applied. `pass_over`: do not wait for it; False where somebody else holds it."""
    if application.kind in OF_UNITS:
        return hold_row(Unit, application.for_unit_id, pass_over=pass_over)
    if application.kind == Applicant.PARTNER:
        return hold_row(Partner, application.partner_id, pass_over=pass_over)
    return hold_row(Person, application.person_id, pass_over=pass_over)


def hold_admitted(round_: Round, seated: Iterable[int] | None = None) -> None:
    """Lock whose application to a round was admitted, and then these applications. Five queries.

    `seated`: of those who applied only whoever applied with one of these keys, since nothing is written of the others.
    """
    admitted = Application.objects.filter(round=round_, state=ApplicationState.ADMITTED)
    hold_those(admitted, None if seated is None else admitted.filter(pk__among=Keys(seated)))


def hold_those(applications: QuerySet[Application], bidding: QuerySet[Application] | None = None) -> None:
    """Lock everybody who applied, or of those with the second only, and then the applications.

    Four queries; none on a database with one writer.
    """
    if not connection.features.has_select_for_update:
        return
    rows = (applications if bidding is None else bidding).order_by()
    bidders: list[tuple[type[Model], str]] = [(Person, "person"), (Partner, "partner"), (Unit, "for_unit")]
    for model, name in bidders:
        of_round = rows.exclude(**{name: None}).values(name)
        _hold_many(model._base_manager.filter(pk__in=of_round))  # noqa: SLF001  (public, in fact)
    _hold_many(applications.order_by())


def _hold_many(rows: QuerySet[Any]) -> None:
    held = rows.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True)
    for _key in held.iterator():
        pass


def hold_row(model: type[Model], key: int | None, *, pass_over: bool = False) -> bool:
    """Lock a row until the transaction ends; False where it is not there, or is passed over."""
    rows = model._base_manager.select_for_update(no_key=True, skip_locked=pass_over)  # noqa: SLF001  (public, in fact)
    return bool(rows.filter(pk=key).values_list("pk").first())

"""What can be done to a place: the verb, its form and its act, and in which states it makes sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from sangzi.kernel.models import Account
from sangzi.places import actions
from sangzi.places.definitions import place_types
from sangzi.places.models import Place
from sangzi.units.access import Scope
from sangzi.web.desk import place_forms
from sangzi.web.desk.day_forms import DayForm

State = Place.State


@dataclass(frozen=True)
class PlaceVerb:
    """One step in the life of a place; `act` carries out what a valid form says."""

    key: str
    icon: str
    form: type[DayForm]
    act: Callable[..., Place]
    states: tuple[str, ...]
    dangerous: bool = False

    @property
    def title(self) -> str | Promise:
        return self.form.title

    @property
    def lead(self) -> str | Promise:
        return self.form.lead

    @property
    def url(self) -> str:
        """The name of its address."""
        return f"desk:place-{self.key}"

    def fits(self, place: Place) -> bool:
        """Whether the place is in a state for it; only places that count beds or seats change their number."""
        kind = place_types().get(place.type)
        counts = bool(kind and kind.capacity_word)
        return place.state in self.states and (self.key != "resize" or counts)

    def asked(self, sent: Any, place: Place, today: date) -> DayForm:
        """The form, empty or as it was sent."""
        options = {"capacity": place.capacity} if self.key == "resize" else {}
        return self.form(sent, today=today, **options)

    def carry_out(self, place: Place, form: DayForm, today: date, by: Account) -> Place:
        return self.act(place=place, today=today, by=by, **form.cleaned_data)


VERBS = {
    verb.key: verb
    for verb in (
        PlaceVerb("open", "check-lg", place_forms.OpenForm, actions.open_place, (State.PLANNED, State.SUSPENDED)),
        PlaceVerb("suspend", "pause-circle", place_forms.SuspendForm, actions.suspend_place, (State.OPEN,)),
        PlaceVerb(
            "resize",
            "sliders",
            place_forms.ResizeForm,
            actions.resize_place,
            (State.PLANNED, State.OPEN, State.SUSPENDED),
        ),
        PlaceVerb(
            "close",
            "slash-circle",
            place_forms.CloseForm,
            actions.close_place,
            (State.PLANNED, State.OPEN, State.SUSPENDED),
            dangerous=True,
        ),
    )
}


def verbs_for(scope: Scope, place: Place) -> list[PlaceVerb]:
    """What the visitor may do to the place now."""
    if not scope.writable.covers(place.unit):
        return []
    return [verb for verb in VERBS.values() if verb.fits(place)]

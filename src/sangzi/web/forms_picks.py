"""A form field that picks somebody or something: a box to search in, and what was found to choose from.

What is typed is sent in the body and not in the address, because it may be somebody's name. Without script the form
comes back with what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.errors import NotVisible
from sangzi.people.access import get_partner_for, get_person_for, visible_partners, visible_persons
from sangzi.people.models import Partner, Person
from sangzi.people.queries import Card, partners_matching, person_card, persons_matching
from sangzi.places.access import get_place_for, visible_places
from sangzi.places.models import Place
from sangzi.places.queries import places_list
from sangzi.units.access import Scope
from sangzi.units.models import Unit

FEW, FEW_AT_ONCE = 12, 8


@dataclass(frozen=True)
class Option:
    """Something to choose: its key, how it is called, and what tells it from others of the same name."""

    key: int
    title: str
    detail: str


@dataclass(frozen=True)
class Given:
    """What a visitor sent: the text in the box, and the key of what was chosen."""

    text: str
    key: str


class Pick(forms.Widget):
    """A box to search in and radio buttons beneath it."""

    template_name = "parts/pick.html"
    use_fieldset = True
    noun = ""
    hint: str | Promise = _l("输入名称查找")

    def __init__(self) -> None:
        super().__init__()
        self.options: Sequence[Option] = ()
        self.listed = False  # whether the options are all there are, so that nothing is left to search

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Given:  # noqa: ARG002  (Django's signature)
        return Given(data.get(f"{name}_text", "").strip(), data.get(name, "").strip())

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        given = value if isinstance(value, Given) else Given("", str(value or ""))
        context = super().get_context(name, None, attrs)
        found = {"options": self.options, "field": name, "chosen": given.key, "text": given.text}
        find = f"{reverse(f'desk:find-{self.noun}')}?field={name}"
        shown = {"find": find, "hint": self.hint, "listed": self.listed, "optional": not self.is_required}
        return context | found | shown


class PickField(forms.Field):
    """Somebody or something the visitor may see; `scope` is set by the form."""

    scope: Scope = Scope()

    def clean(self, value: Given) -> Any:
        if value.key.isdecimal():
            return self._chosen(int(value.key))
        if value.text:
            return self._found(value.text)
        if self.required:
            raise forms.ValidationError(_("还没有选择；请输入查找，再点选一个。"))
        return None

    def _chosen(self, key: int) -> Any:
        try:
            thing = self.get(key)
        except NotVisible as refused:
            raise forms.ValidationError(refused.sentence) from refused
        widget: Any = self.widget
        if not widget.listed:
            widget.options = [self.option(thing)]
        return thing

    def _found(self, text: str) -> Any:
        """Never guess who is meant: what was found is shown to choose from."""
        widget: Any = self.widget
        widget.options, widget.listed = self.find(text), False
        if widget.options:
            raise forms.ValidationError(_("请在下面点选一个。"))
        raise forms.ValidationError(_("没有找到“%(text)s”；请换个写法，或先登记。") % {"text": text})

    def get(self, key: int) -> Any:
        raise NotImplementedError

    def find(self, text: str) -> list[Option]:
        raise NotImplementedError

    def option(self, thing: Any) -> Option:
        raise NotImplementedError


class PersonPick(Pick):
    noun = "person"
    hint = _l("姓名、拼音首字母或完整电话")


class PersonField(PickField):
    """A person, shown masked."""

    widget = PersonPick

    def get(self, key: int) -> Person:
        return get_person_for(self.scope, key)

    def find(self, text: str) -> list[Option]:
        return [person_option(card) for card in persons_matching(visible_persons(self.scope), text, FEW)]

    def option(self, thing: Person) -> Option:
        return person_option(person_card(thing))


class PartnerPick(Pick):
    noun = "partner"


class PartnerField(PickField):
    """An organisation outside the tree."""

    widget = PartnerPick

    def get(self, key: int) -> Partner:
        return get_partner_for(self.scope, key)

    def find(self, text: str) -> list[Option]:
        return [self.option(one) for one in partners_matching(visible_partners(self.scope), text, FEW)]

    def option(self, thing: Partner) -> Option:
        return Option(thing.pk, thing.name, f"{thing.kind} · {thing.home.short}")


class PlacePick(Pick):
    noun = "place"


class PlaceField(PickField):
    """A place; the open ones of the unit at hand are shown at once."""

    widget = PlacePick

    def offer(self, scope: Scope, unit: Unit) -> None:
        """Show the open places of the unit and below it where they are few; else its own, and search for the others."""
        self.scope = scope
        seen = visible_places(scope)
        page = places_list(seen, unit=unit, state=Place.State.OPEN, size=FEW_AT_ONCE)
        widget: Any = self.widget
        widget.listed = page.next is None
        if page.next:
            page = places_list(seen.filter(unit=unit), state=Place.State.OPEN, size=FEW_AT_ONCE)
        widget.options = [self.option(place) for place in page.lines]

    def get(self, key: int) -> Place:
        return get_place_for(self.scope, key)

    def find(self, text: str) -> list[Option]:
        page = places_list(visible_places(self.scope), name=text, size=FEW)
        return [self.option(place) for place in page.lines]

    def option(self, thing: Place) -> Option:
        return Option(thing.pk, thing.name, thing.unit.short)


def person_option(card: Card) -> Option:
    """A person to choose, masked."""
    return Option(card.pk, card.name, " · ".join(word for word in (card.phone, card.born, card.home.short) if word))

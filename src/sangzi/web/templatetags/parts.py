"""The parts of pages: `{% load parts %}`. Each is one tag with a small template of its own in templates/parts/."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sangzi.kernel.paging import Page
from sangzi.kernel.wording import Titled, title_of
from sangzi.programmes.models import Opening
from sangzi.programmes.steps import Openings
from sangzi.scoreboard import shown
from sangzi.units.models import Unit
from sangzi.web.acts import ACTS
from sangzi.web.addresses import desk_url, fixed, slug_of
from sangzi.web.charts import Chart
from sangzi.web.chips import Chip
from sangzi.web.icons import drawn
from sangzi.web.kept import filled, part
from sangzi.web.lights import LOOKS
from sangzi.web.tiles import Tile
from sangzi.web.treemap import Placed
from sangzi.web.words import LEVELS, NOUNS, ROLES, offered_in_words, purpose_in_words

register = template.Library()
Amount = int | float | Decimal | Fraction | None


@register.simple_tag
def icon(name: str, words: str = "") -> SafeString:
    """A drawing of the sprite; decoration unless `words` say what it stands for."""
    return drawn(name, words)


@register.simple_tag
def always(template_name: str) -> SafeString:
    """A part of the page that is always the same in one language."""
    return part(template_name)


@register.simple_tag(takes_context=True)
def topbar(context: template.Context) -> SafeString:
    """What stands at the head of every page."""
    account, unit = context.get("account"), context.get("unit")
    known = account is not None and account.is_authenticated
    told = {
        "home": desk_url(context["request"], "desk:home") if unit else fixed("open:front"),
        "other": list(context.get("other_language") or ()),
        "account": str(account) if known else "",
        **_form_of(context),
    }
    return filled("parts/topbar.html", told, unit=bool(unit))


@register.simple_tag(takes_context=True)
def foot(context: template.Context) -> SafeString:
    """What stands at the foot of every page."""
    chosen = context.get("text_size", "")
    sizes = [
        {"size": size, "words": str(words), "pressed": size == chosen}
        for size, words in context.get("text_sizes") or ()
    ]
    return filled("parts/foot.html", {"filing": context.get("filing", ""), "sizes": sizes, **_form_of(context)})


def _form_of(context: template.Context) -> dict[str, str]:
    """What a form needs that leads back to the page it stands on."""
    request, token = context.get("request"), str(context.get("csrf_token") or "")
    return {
        "path": request.get_full_path() if request else "",
        "csrf_token": "" if token == "NOTPROVIDED" else token,  # noqa: S105  (what Django says where there is none)
    }


@register.simple_tag(takes_context=True)
def menu(context: template.Context, shape: str) -> SafeString:
    """The menu of the desk in one of its shapes: the template that draws it."""
    at: Unit | None = context["unit"]
    unit = (unit_page(at), at.short, at.level, at.code) if at else None
    return part(shape, unit=unit, menu=tuple(context["menu"]))


@register.inclusion_tag("parts/light.html")
def light(state: str, note: str = "") -> dict[str, Any]:
    """A light: icon, words and colour. `note` is shown when the pointer rests on it."""
    return {"state": state, "look": LOOKS[state], "note": note}


@register.simple_tag
def number(value: Amount, measure: str = "") -> SafeString:
    """1.2万 with the exact value behind it; — where nothing is known."""
    if _unknown(value):
        return _no_number()
    exact = _exact(value)
    return _written(shown.short(exact), shown.plain(exact), measure)


@register.simple_tag
def percent(value: Amount) -> SafeString:
    """80.0%, from a value that is already in hundredths of the whole; — where nothing is known."""
    if _unknown(value):
        return _no_number()
    exact = _exact(value)
    return _written(shown.percent(exact), f"{shown.plain(exact)}%", "")


@register.simple_tag
def money(value: Amount) -> SafeString:
    """Exact yuan with two decimals."""
    if _unknown(value):
        return _no_number()
    exact = _exact(value)
    return format_html('<span class="number">¥{}</span>', f"{Decimal(exact.numerator) / exact.denominator:,.2f}")


@register.inclusion_tag("parts/progress.html")
def progress(done: Amount, state: str = "none", mark: float | None = None, ceiling: bool = False) -> dict[str, Any]:
    """A bar from 0 to 1 (more is drawn as full), coloured by its light; `mark` is where today should be.

    Of a `ceiling` it is what is used of it, and the mark, where too much is, the ceiling itself.
    """
    if _unknown(done):
        return {"known": False}
    share = float(done or 0)
    full = max(1.0, share)
    if ceiling and share > 1:
        mark = 1.0
    return {
        "state": state,
        "known": True,
        "ceiling": ceiling,
        "percent": _exact(done) * 100,
        "share": shown.percent(_exact(done) * 100),
        "width": f"{100 * share / full:.1f}",
        "mark": None if mark is None else f"{100 * min(float(mark), full) / full:.1f}",
    }


@register.inclusion_tag("parts/taken.html")
def taken(opening: Opening) -> dict[str, Any]:
    """How many places of an opening are taken, as numbers and as a bar."""
    width = 100 * opening.taken / opening.capacity if opening.capacity else 0
    return {"opening": opening, "width": f"{width:.1f}", "full": opening.taken >= opening.capacity}


@register.inclusion_tag("parts/masked.html", takes_context=True)
def masked(context: template.Context, masked_value: str, reveal_url: str = "") -> dict[str, Any]:
    """A masked personal value; with `reveal_url` (POST, logged by its view) a button that shows it."""
    return {"masked_value": masked_value, "reveal_url": reveal_url, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("parts/empty.html")
def empty(sentence: str, url: str = "", verb: str = "", drawing: str = "inbox") -> dict[str, Any]:
    """What stands where a list would be: a sentence and, where there is one, the next step."""
    return {"sentence": sentence, "url": url, "verb": verb, "drawing": drawing}


@register.inclusion_tag("parts/turn.html", takes_context=True)
def turn(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Next page and back to the first, for a `kernel.paging.Page`; other parameters of the address stay."""
    request: HttpRequest = context["request"]
    return {
        "next": page.next and _with(request, after=page.next),
        "first": "after" in request.GET and _with(request, after=None),
    }


@register.inclusion_tag("parts/tiles.html")
def tiles(items: Iterable[Tile]) -> dict[str, Any]:
    """Child units as tiles, coloured by their lights, each with text."""
    return {"tiles": [(tile, LOOKS.get(tile.light)) for tile in items]}


@register.inclusion_tag("parts/chart.html")
def chart(shown_chart: Chart, key: str = "chart") -> dict[str, Any]:
    """A chart with its table beneath; ECharts is loaded only when one comes into view. `key` is its own on the page."""
    return {"chart": shown_chart, "id": key}


@register.inclusion_tag("parts/treemap.html")
def treemap(patches: Sequence[Placed]) -> dict[str, Any]:
    """Child units as fields of a square, coloured by their lights, each as large as what it weighs."""
    return {"patches": [(placed, LOOKS.get(placed.patch.light)) for placed in patches]}


@register.simple_tag
def chips(items: Iterable[Chip]) -> SafeString:
    """Kinds to narrow a list to, each with its count."""
    return filled("parts/chips.html", {"chips": [_chip(one) for one in items]})


def _chip(one: Chip) -> dict[str, Any]:
    count = None if one.count is None else number(one.count)
    return {"url": one.url, "title": one.title, "open": one.open, "count": count}


@register.simple_tag
def tabs(items: Sequence[tuple[str, str]], current: str) -> SafeString:
    """Tabs as links: pairs of address and words; `current` is the address of the open one."""
    told = [{"url": url, "words": words, "now": url == current} for url, words in items]
    return filled("parts/tabs.html", {"items": told})


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with label, hint and complaints, tied together for screen readers."""
    return {"field": bound, "widget": _dressed(bound), "kind": bound.widget_type}


@register.inclusion_tag("parts/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, and what is wrong with it as a whole."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a desk page, in the unit at hand: `{% here "desk:plans" %}`."""
    return desk_url(context["request"], name, *args, **kwargs)


@register.simple_tag
def there(name: str, unit: Unit, *args: Any) -> str:
    """The address of a desk page in another unit: `{% there "desk:board" child %}`."""
    return f"{reverse(name, args=args)}?unit={slug_of(unit)}"


@register.simple_tag
def unit_page(unit: Unit) -> str:
    """The address of a unit's own page."""
    return reverse("desk:unit", args=[slug_of(unit)])


@register.filter
def slug(unit: Unit) -> str:
    """How an address names a unit."""
    return slug_of(unit)


@register.filter
def titled(thing: Titled) -> str:
    """What a definition is called in the language of the reader."""
    return title_of(thing)


@register.filter
def offered(step: Openings) -> str:
    """What a programme calls that which is offered: 实践岗位, 课程席位, 需求."""
    return offered_in_words(step)


@register.simple_tag
def role(key: str) -> str:
    """What a role in a unit is called."""
    return str(ROLES[key])


@register.simple_tag
def purpose(key: str) -> str:
    """What a consent is for."""
    return purpose_in_words(key)


@register.simple_tag
def level(key: int) -> str:
    """What a level of the tree is called."""
    return str(LEVELS[key])


@register.simple_tag
def act(key: str) -> str:
    """What an act of the audit chain is called."""
    return str(ACTS.get(key, key))


@register.simple_tag
def about(key: str) -> str:
    """What an audit line is about, such as 阵地 12."""
    noun, _colon, number = key.partition(":")
    return f"{NOUNS.get(noun, noun)} {number}"


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The address of the page with some parameters changed; an empty value takes one away."""
    return _with(context["request"], **changes)


def _with(request: HttpRequest, **changes: Any) -> str:
    query = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _dressed(bound: BoundField) -> SafeString:
    """The widget in the look of its kind; lists of choices are dressed by the field around them."""
    looks = {"select": "form-select", "checkbox": "form-check-input"}
    if bound.widget_type in ("radioselect", "checkboxselectmultiple"):
        return bound.as_widget()
    look = looks.get(bound.widget_type, "form-control")
    attrs: dict[str, Any] = {"class": f"{look} is-invalid" if bound.errors else look}
    if bound.form.errors:  # the keyboard stands where something is to be changed
        attrs["autofocus"] = bound.name == _first_wrong(bound)
    return bound.as_widget(attrs=attrs)


def _first_wrong(bound: BoundField) -> str | None:
    shown_ones = (name for name, field in bound.form.fields.items() if not field.widget.is_hidden)
    return next((name for name in shown_ones if name in bound.form.errors), None)


def _unknown(value: Amount) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def _exact(value: Amount) -> Fraction:
    return Fraction(value or 0)


def _no_number() -> SafeString:
    return format_html('<span class="number unknown">{}</span>', shown.UNKNOWN)


def _written(text: str, exact: str, measure: str) -> SafeString:
    tail = format_html('<span class="measure">{}</span>', measure) if measure else ""
    return format_html('<span class="number" title="{}{}">{}{}</span>', exact, measure, text, tail)

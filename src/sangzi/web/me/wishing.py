"""Wishes on a form: their order, as the page carries it, changed by a button or by dragging."""

from __future__ import annotations

from typing import Any

from sangzi.programmes.access.public import public_openings
from sangzi.programmes.models import Application, Opening, Round
from sangzi.programmes.queries.own import openings_of
from sangzi.programmes.steps import Applications
from sangzi.web.basket import noted

FEW = 30


def wishes_sent(request: Any, round_: Round, most: int) -> list[Opening]:
    """The wishes of a form that was sent, after what its button asks: up, down, remove or add."""
    keys = [int(key) for key in request.POST.getlist("wish") if key.isdecimal()]
    keys = moved(keys, request.POST.get("act", ""), request.POST.get("add_wish", ""))
    return openings_of(keys[:most] if most > 1 else keys[-1:], round_)


def moved(keys: list[int], act: str, added: str) -> list[int]:
    """The keys in the order that an act leaves."""
    verb, _colon, of = act.partition(":")
    if added.isdecimal() and int(added) not in keys:
        keys = [*keys, int(added)]
    if not of.isdecimal() or int(of) not in keys:
        return keys
    at = keys.index(int(of))
    rest = keys[:at] + keys[at + 1 :]
    if verb == "remove":
        return rest
    to = {"up": max(at - 1, 0), "down": at + 1}.get(verb, at)
    return [*rest[:to], int(of), *rest[to:]]


def wishes_shown(request: Any, round_: Round, application: Application | None, step: Applications) -> list[Opening]:
    """The wishes that a form begins with: the draft's, those noted while reading, the one asked for."""
    keys: list[int] = []
    if application is not None:
        keys += application.wishes.order_by("rank").values_list("opening_id", flat=True)
    keys += [key for key in noted(request, round_.pk) if key not in keys]
    asked = request.GET.get("opening", "")
    if asked.isdecimal() and int(asked) not in keys:
        keys.append(int(asked))
    if not keys:  # where there is nothing to choose, nobody is asked to
        keys += public_openings().filter(round=round_).values_list("pk", flat=True)[:2]
        keys = keys if len(keys) == 1 else []
    return openings_of(keys[: step.wishes] if step.wishes > 1 else keys[-1:], round_)


def choices_of(round_: Round, chosen: list[Opening]) -> list[Opening]:
    """What can still be chosen, where it is few enough to choose from on the form itself."""
    there = public_openings().filter(round=round_).exclude(pk__in=[one.pk for one in chosen]).select_related("unit")
    found = list(there.order_by("unit__path", "pk")[: FEW + 1])
    return found if len(found) <= FEW else []

"""What the plain templates ask of a model: nothing is kept, everything is asked where it is shown."""

from __future__ import annotations

import json

from django import template
from django.utils import timezone

from sangzi.kernel.fields import Field
from sangzi.kernel.masking import mask_name
from sangzi.kernel.wording import title_of
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Application, Opening
from sangzi.web.standings import Sign, sign_of

register = template.Library()


@register.filter
def programme(opening: Opening) -> str:
    return title_of(frozen(opening.round.definition))


@register.filter
def sign(opening: Opening) -> Sign:
    return sign_of(opening.round, timezone.now(), opening)


@register.filter
def left(opening: Opening) -> int:
    return opening.capacity - opening.taken


@register.filter
def masked(application: Application) -> str:
    return mask_name(application.person.name) if application.person else ""


@register.filter
def answer(application: Application, field: Field) -> str:
    return str(json.loads(application.answers).get(field.key, ""))

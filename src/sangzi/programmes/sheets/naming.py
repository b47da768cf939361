"""How a sheet names units and what is offered: by code, or by a name that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.people.access import visible_partners
from sangzi.people.models import Partner
from sangzi.units.access import Scope
from sangzi.units.models import Unit

from ..models import Opening, OpeningState, Round

MOST_LISTED = 3000
"""So many units of a drop-down list; a longer one helps nobody."""
_CODE = re.compile(r"[（(]([0-9A-Za-z]{2,20})[)）]\s*$")
_NUMBER = re.compile(r"[（(]#?(\d{1,12})[)）]\s*$|^#?(\d{1,12})$")


def written(unit: Unit) -> str:
    """龙城镇（222406104）."""
    return f"{unit.name}（{unit.slug}）"


def units_to_choose(above: Unit) -> list[str]:
    """The units that a sheet may name, in the order of the tree; without villages where there are too many."""
    found = Unit.objects.filter(path__within=above.path, closed=None).order_by("path")
    if found.count() > MOST_LISTED:
        found = found.filter(level__lt=5)
    return [written(unit) for unit in found[:MOST_LISTED]]


def unit_named(text: str, above: Unit, field: str) -> Unit:
    """The unit below another that a cell names. Raises `BadInput` for none or several."""
    code = _CODE.search(text)
    asked = Q(code=(code[1] if code else text.strip()).upper())
    known = Unit.objects.filter(path__within=above.path, closed=None)
    found = list(known.filter(asked)[:2]) or list(known.filter(Q(name=text.strip()) | Q(short=text.strip()))[:2])
    if len(found) == 1:
        return found[0]
    told = {"unit": text[:60], "above": above.short}
    if found:
        raise BadInput(_("%(above)s下面叫“%(unit)s”的单位不止一个；请写单位代码。") % told, field=field)
    raise BadInput(_("%(above)s和下级里没有单位“%(unit)s”；请从下拉列表选，或写单位代码。") % told, field=field)


def home_named(text: str, near: Unit) -> Unit:
    """Where somebody is at home: near the round by code or name, anywhere by code."""
    code = _CODE.search(text)
    anywhere = Unit.objects.filter(code=(code[1] if code else text.strip()).upper(), closed=None).exclude(code="")
    return anywhere.first() or unit_named(text, near, "home")


def partner_named(text: str, scope: Scope) -> Partner:
    """The partner that a cell names by credit code or full name. Raises `BadInput` for none or several."""
    seen = visible_partners(scope)
    found = list(seen.filter(credit_code=text.upper())[:1]) or list(seen.filter(name=text)[:2])
    if len(found) != 1:
        raise BadInput(
            _("没有找到合作方“%(name)s”；请先登记，或写统一社会信用代码。") % {"name": text[:60]}, field="partner"
        )
    return found[0]


def openings_to_choose(round_: Round) -> list[str]:
    """What a paper application may name: 支教岗（#12）."""
    offered = Opening.objects.filter(round=round_, state=OpeningState.OFFERED).select_related("unit").order_by("pk")
    return [f"{one.title} {one.unit.short}（#{one.pk}）" for one in offered[:MOST_LISTED]]


def openings_named(texts: Sequence[str], round_: Round) -> list[Opening]:
    """The openings that cells name, in their order. Raises `BadInput` for one that is not there or not clear."""
    return [_opening(text.strip(), round_) for text in texts if text.strip()]


def _opening(text: str, round_: Round) -> Opening:
    number = _NUMBER.search(text)
    offered = Opening.objects.filter(round=round_, state=OpeningState.OFFERED)
    found = list((offered.filter(pk=number[1] or number[2]) if number else offered.filter(title=text))[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(_("叫“%(title)s”的名额不止一条；请写编号。") % {"title": text[:60]}, field="wish1")
    raise BadInput(_("这个批次里没有“%(title)s”；请从下拉列表选。") % {"title": text[:60]}, field="wish1")

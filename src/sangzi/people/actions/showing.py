"""Showing what lists mask, and taking lists away: both leave a line."""

from __future__ import annotations

import json

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import shown
from sangzi.kernel.models import Account
from sangzi.units.models import Unit

from ..definitions import known_register
from ..models import Entry
from .persons import SHORTEST_REASON


@transaction.atomic
def reveal_answer(*, entry: Entry, field: str, reason: str, by: Account) -> str:
    """The whole of a personal answer of a line. Who saw which, and why, stays in the audit chain."""
    asked = next((one for one in known_register(entry.register).fields if one.key == field and one.personal), None)
    if asked is None:
        raise BadInput(_("没有可以查看的“%(field)s”项；请重新选择。") % {"field": field[:40]}, field="field")
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise BadInput(
            _("查看完整信息要写明理由（至少%(least)d个字）；请补充。") % {"least": SHORTEST_REASON}, field="reason"
        )
    detail = {"field": field, "reason": reason[:200]}
    audit.append(chain=entry.unit_id, act="people.reveal_answer", about=f"entry:{entry.pk}", by=by, detail=detail)
    answer = json.loads(entry.fields).get(field)
    return shown(asked, answer) if answer else ""


@transaction.atomic
def note_export(*, register: str, unit: Unit, rows: int, by: Account) -> None:
    """Leave a line that a list of a register was taken away, masked as it is."""
    detail = {"register": register, "rows": rows}
    audit.append(chain=unit.pk, act="people.export_register", about=f"unit:{unit.pk}", by=by, detail=detail)

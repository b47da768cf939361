"""Looking at a whole answer that pages show masked; who looked and why stays in the chain."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import shown
from sangzi.kernel.models import Account

from ..answering import answers_of
from ..definitions import frozen
from ..models import Application

SHORTEST_REASON = 4


@transaction.atomic
def reveal_answer(*, application: Application, field: str, reason: str, by: Account) -> str:
    """The whole of one answer. Reads the round; raises `BadInput` without a reason or for what was never asked."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        told = {"least": SHORTEST_REASON}
        raise BadInput(_("查看完整信息要写明理由（至少%(least)d个字）；请补充。") % told, field="reason")
    step = frozen(application.round.definition).applications
    asked = next((one for one in step.fields if one.key == field), None) if step else None
    if asked is None:
        raise BadInput(_("报名表里没有“%(field)s”这一项；请重新选择。") % {"field": field[:40]}, field="field")
    audit.append(
        chain=application.unit_id,
        act="programmes.reveal_answer",
        about=f"application:{application.pk}",
        by=by,
        detail={"field": field, "reason": reason[:200]},
    )
    answer = answers_of(application).get(field)
    return shown(asked, answer) if answer else ""

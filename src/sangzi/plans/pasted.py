"""A list of units and numbers as people paste it: one a line, a name or code and a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.units.models import Unit
from sangzi.units.statistics import number_in

from .receivers import Receiver

MOST = 5_000
_LINE = re.compile(r"(.+?)[\s,，、;；:：]+([\d,，.０-９]+(?:万|亿)?)")


def numbers_in(text: str, receivers: Sequence[Receiver]) -> dict[int, Decimal]:
    """The numbers of a pasted list by unit id. One query. Raises `BadInput` naming the line that cannot be used."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST:
        raise BadInput(_("名单最多 %(most)s 行；请改为导入统计数据。") % {"most": MOST}, field="pasted")
    known = _named(receivers) if lines else {}
    found: dict[int, Decimal] = {}
    for number, line in lines:
        unit, value = _read(number, line, known)
        if unit in found:
            raise BadInput(
                _("名单第 %(line)s 行重复：“%(text)s”。") % {"line": number, "text": line[:40]}, field="pasted"
            )
        found[unit] = value
    return found


def _read(number: int, line: str, known: dict[str, int]) -> tuple[int, Decimal]:
    told = {"line": number, "text": line[:40]}
    parts = _LINE.fullmatch(line)
    value = number_in(parts[2]) if parts else None
    if parts is None or value is None:
        raise BadInput(_("名单第 %(line)s 行“%(text)s”读不出单位和数；请写成“单位 数”。") % told, field="pasted")
    unit = known.get(parts[1].strip())
    if unit is None:
        raise BadInput(_("名单第 %(line)s 行的单位“%(text)s”不在下级里；请改正。") % told, field="pasted")
    return unit, value


def _named(receivers: Sequence[Receiver]) -> dict[str, int]:
    """Every name and code of the receivers; what two of them share is nobody's."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    rows = Unit.objects.filter(pk__in=[receiver.id for receiver in receivers])
    for pk, *names in rows.values_list("pk", "short", "name", "code"):
        for name in {name for name in names if name}:
            twice |= {name} if found.setdefault(name, pk) != pk else set()
    return {name: pk for name, pk in found.items() if name not in twice}

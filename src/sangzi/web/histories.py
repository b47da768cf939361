"""A unit's history in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from sangzi.units.models import Unit
from sangzi.units.queries import HistoryLine


def told(line: HistoryLine, unit: Unit) -> str:
    """What an event meant for the unit."""
    if line.along:
        return _("随上级单位变更，改属%(parent)s") % {"parent": _parent(line)}
    return _SENTENCES[line.event.kind](line, unit)


def _founded(_line: HistoryLine, _unit: Unit) -> str:
    return _("设立")


def _renamed(line: HistoryLine, unit: Unit) -> str:
    return _("由“%(before)s”更名为“%(after)s”") % _change(line, unit, "name")


def _recoded(line: HistoryLine, unit: Unit) -> str:
    return _("代码由 %(before)s 改为 %(after)s") % _change(line, unit, "code")


def _moved(line: HistoryLine, _unit: Unit) -> str:
    before = line.was.parent.short if line.was and line.was.parent else "—"
    return _("由%(before)s改属%(after)s") % {"before": before, "after": _parent(line)}


def _merged(line: HistoryLine, _unit: Unit) -> str:
    if line.after:
        return _("并入%(after)s") % {"after": _names(line.after)}
    return _("%(before)s并入本单位") % {"before": _names(line.before)}


def _split(line: HistoryLine, _unit: Unit) -> str:
    if line.before:
        return _("由%(before)s拆分而来") % {"before": _names(line.before)}
    return _("拆分为%(after)s") % {"after": _names(line.after)}


def _closed(_line: HistoryLine, _unit: Unit) -> str:
    return _("撤销")


def _imported(_line: HistoryLine, _unit: Unit) -> str:
    return _("随单位名录导入")


def _change(line: HistoryLine, unit: Unit, name: str) -> dict[str, str]:
    before = getattr(line.was, name, "") if line.was else ""
    return {"before": before or "—", "after": getattr(line.became or unit, name) or "—"}


def _parent(line: HistoryLine) -> str:
    return line.became.parent.short if line.became and line.became.parent else "—"


def _names(units: Iterable[Unit]) -> str:
    return "、".join(unit.short for unit in units)


_SENTENCES: dict[str, Callable[[HistoryLine, Unit], str]] = {
    "found": _founded,
    "rename": _renamed,
    "recode": _recoded,
    "move": _moved,
    "merge": _merged,
    "split": _split,
    "close": _closed,
    "import": _imported,
}

"""What a unit may be called, coded and hung under."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.wording import day_of
from sangzi.units import names
from sangzi.units.codes import CODE
from sangzi.units.models import Level, Unit, UnitVersion
from sangzi.units.paths import LONGEST, WIDTH

from .change import refuse_closed


def clean_name(name: str) -> str:
    """The name without surrounding blanks. Refused when nothing or too much is left."""
    kept = " ".join(name.split())
    if not kept or len(kept) > names.LONGEST:
        raise BadInput(_("单位名称不能为空，也不能超过%(most)s个字。") % {"most": names.LONGEST}, name=name)
    return kept


def clean_code(code: str) -> str:
    """The code without surrounding blanks. Refused when an address could not carry it."""
    kept = code.strip()
    if not CODE.fullmatch(kept):
        raise BadInput(_("代码“%(code)s”不能用：只能是20个以内的数字、字母、-和_。") % {"code": kept}, code=kept)
    return kept


def refuse_taken_code(code: str, on: date | None, but: Unit | None = None) -> None:
    """Refuse a code that another unit has on or after the day."""
    if not code:
        return
    later = Q(closed=None) if on is None else Q(closed=None) | Q(closed__gt=on)
    holders = Unit.objects.filter(later if on else Q(), code=code)
    once = UnitVersion.objects.filter(Q(until__gt=on) if on else Q(), code=code)
    if but is not None:
        holders, once = holders.exclude(pk=but.pk), once.exclude(unit=but)
    version = once.select_related("unit").first()
    holder = holders.first() or (version and version.unit)
    if holder:
        raise Conflict(
            _("代码“%(code)s”属于“%(unit)s”；一个代码同一时间只能属于一个单位。") % {"code": code, "unit": holder.name},
            code=code,
        )


def refuse_parent(parent: Unit | None, level: int, on: date | None) -> None:
    """Refuse a parent that was not there on the day, or below which nothing of this level can hang."""
    if parent is None:
        _refuse_second_root()
        return
    refuse_closed(parent)
    if parent.founded and (on is None or on < parent.founded):
        raise BadInput(
            _("上级“%(unit)s”%(day)s才成立；日期不能早于这一天。")
            % {"unit": parent.name, "day": day_of(parent.founded)},
            parent=parent.pk,
        )
    if level != Level.BRANCH and parent.level >= level:
        raise BadInput(
            _("“%(unit)s”的下面不能设这一级的单位；请选择级别更高的上级。") % {"unit": parent.name},
            parent=parent.pk,
            level=level,
        )
    if len(parent.path) + WIDTH > LONGEST:
        raise BadInput(_("“%(unit)s”已经在最深的一层，下面不能再设单位。") % {"unit": parent.name}, parent=parent.pk)


def refuse_loop(unit: Unit, parent: Unit, on: date) -> None:
    """Refuse a parent that is below the unit now, or was below it on any day since `on`."""
    if parent.path.startswith(unit.path):
        raise BadInput(
            _("“%(parent)s”在“%(unit)s”的下面；单位不能移到自己的下级之下。")
            % {"parent": parent.name, "unit": unit.name},
            unit=unit.pk,
            parent=parent.pk,
        )
    if unit.pk in _above_since(parent, on):
        raise BadInput(
            _("“%(parent)s”在%(day)s之后还曾经在“%(unit)s”的下面；请填更晚的日期。")
            % {"parent": parent.name, "unit": unit.name, "day": day_of(on)},
            unit=unit.pk,
            parent=parent.pk,
        )


def refuse_depth(unit: Unit, parent: Unit) -> None:
    """Refuse a parent so deep that the unit's lowest descendants would lie deeper than paths reach."""
    below = Unit.objects.filter(path__within=unit.path).aggregate(deepest=Max(Length("path")))["deepest"]
    if len(parent.path) + below - len(unit.path) + WIDTH > LONGEST:
        raise BadInput(_("移动以后层级过深；请选择更高的上级。"), unit=unit.pk, parent=parent.pk)


def refuse_occupied(unit: Unit, on: date, but: set[int] | None = None) -> None:
    """Refuse to close a unit under which others hang, or still hung on a day after `on`."""
    below = Unit.objects.filter(parent=unit).exclude(pk__in=but or set())
    live = below.filter(closed=None)
    first = live.order_by("order", "pk").first()
    if first:
        raise Conflict(
            _("“%(unit)s”下面还有%(number)s个单位（如“%(first)s”）；请先把它们移走、合并或撤销。")
            % {"unit": unit.name, "number": live.count(), "first": first.name},
            unit=unit.pk,
        )
    later = max(filter(None, (
        below.aggregate(last=Max("closed"))["last"],
        UnitVersion.objects.filter(parent=unit).aggregate(last=Max("until"))["last"],
    )), default=None)  # fmt: skip
    if later and later > on:
        raise BadInput(
            _("“%(unit)s”的下级直到%(day)s才离开；撤销日期不能更早。") % {"unit": unit.name, "day": day_of(later)},
            unit=unit.pk,
        )


def _refuse_second_root() -> None:
    root = Unit.objects.filter(parent=None, closed=None).first()
    if root:
        raise BadInput(_("已经有最上级单位“%(unit)s”；请为新单位选择上级。") % {"unit": root.name}, root=root.pk)


def _above_since(unit: Unit, on: date) -> set[int]:
    """The keys of everything that was above a unit on any day since `on`. Two queries a generation."""
    found: set[int] = set()
    ask = {unit.pk}
    while ask:
        now = Unit.objects.filter(pk__in=ask).values_list("parent", flat=True)
        then = UnitVersion.objects.filter(unit__in=ask, until__gt=on).values_list("parent", flat=True)
        ask = {key for key in (*now, *then) if key} - found
        found |= ask
    return found

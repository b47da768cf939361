"""Objections of the sample: one that waits, one that was granted, one that was not; and a number counted anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.models import Account
from sangzi.plans import actions
from sangzi.plans.models import Comparator, Objection, Shape, Target
from sangzi.units.models import Level, Statistic, Unit

PREFECTURE = "222400"  # where somebody of the sample decides
LEAD = "yanbian"
LEAST = 12  # a share worth objecting to
SIBLINGS = 3  # with fewer there would be nobody to take what one is spared
RECOUNTED, MORE = "students", Decimal("1.3")
State = Objection.State


@dataclass(frozen=True)
class Dispute:
    """What a county says, how much less it wants, and what is answered ("": nothing yet)."""

    reason: str
    part: Decimal
    verdict: str = ""
    answer: str = ""


def dispute(until: date) -> int:
    """Have counties of one prefecture object to their shares, a dispute each; how many there are."""
    by = Account.objects.filter(username=LEAD, sample=True).first()
    said = _disputes(until)
    targets = _shares(len(said))
    for target, one in zip(targets, said, strict=False):
        proposed = _less(target, one.part)
        objection = actions.object_to(target=target, reason=one.reason, proposed=proposed, by=_works_at(target.unit))
        if one.verdict:
            actions.answer_objection(objection=objection, verdict=one.verdict, answer=one.answer, by=by)
    return min(len(targets), len(said))


def count_again(until: date) -> int:
    """Have one county's students counted anew, so that what was shared out by them no longer fits; how many were."""
    counted = Statistic.objects.filter(key=RECOUNTED, year=until.year - 1, replaced=None, unit__level=Level.COUNTY)
    was = counted.filter(unit__parent__code=PREFECTURE).select_related("unit").order_by("unit__code").first()
    if was is None:
        return 0
    Statistic.objects.filter(pk=was.pk).update(replaced=timezone.now())
    more = (was.value * MORE).quantize(Decimal(1))
    Statistic.objects.create(unit=was.unit, key=was.key, year=was.year, value=more, source=was.source, sample=True)
    return 1


def _disputes(until: date) -> list[Dispute]:
    year = {"year": until.year - 1}
    return [
        Dispute(
            _("%(year)s年已集中做过一轮，青年又大多外出务工，按现在的数只能凑数；建议按实际能做到的定。") % year,
            Decimal("0.6"),
            State.GRANTED,
            _("情况属实，按建议的数定；请把做过的在年底前都记上纪实。"),
        ),
        Dispute(
            _("今年县里经费没有增加，按现在的数完不成；建议减少一些，明年补上。"),
            Decimal("0.5"),
            State.REFUSED,
            _("经费不足可以申请省级补助，数不变；申请材料请于月底前报来。"),
        ),
        Dispute(_("我县三个乡镇正在易地搬迁，年内人还没有安顿下来；建议先减，搬迁后再定。"), Decimal("0.7")),
    ]


def _shares(most: int) -> list[Target]:
    """Shares of counties, of as many counties and commitments as there are disputes, the largest first."""
    prefecture = Unit.objects.filter(code=PREFECTURE, closed=None).first()
    rows = Target.objects.filter(
        parent__unit=prefecture, unit__level=Level.COUNTY, withdrawn=None, value__gte=LEAST,
        commitment__shape=Shape.COUNT, commitment__comparator=Comparator.AT_LEAST,
    ).select_related("unit", "commitment")  # fmt: skip
    shared = rows.values("parent").annotate(units=Count("pk")).filter(units__gte=SIBLINGS).values("parent")
    found: dict[int, Target] = {}
    for target in rows.filter(parent__in=shared).order_by("-value", "pk"):
        if target.commitment_id not in {one.commitment_id for one in found.values()}:
            found.setdefault(target.unit_id, target)
    return list(found.values())[:most]


def _works_at(unit: Unit) -> Account | None:
    return Account.objects.filter(assignments__unit=unit, sample=True).order_by("pk").first()


def _less(target: Target, part: Decimal) -> Decimal:
    return (target.value * part).quantize(Decimal(1))

"""What the engine refuses, in the words of those who share out: with the names of units and the numbers they know."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from sangzi.engines.apportion import ApportionError
from sangzi.kernel.errors import BadInput

from .wording import plain

NAMED = 3  # so many names stand in a sentence; of the others it says how many there are


def refused(error: ApportionError, names: Sequence[str], giver: str, scale: int) -> BadInput:
    """The engine's refusal worded for people. `names` are those of the children, `scale` the steps that make one."""
    told = {name: plain(Decimal(str(number)) / scale) for name, number in error.numbers.items()}
    told |= {"unit": giver if error.child is None else names[error.child], "giver": giver}
    told["units"] = listed([names[child] for child in error.children])
    sentence, field = _said(error.code)
    return BadInput(sentence % told, field=field, engine=error.sentence)


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    first = "、".join(f"“{name}”" for name in names[:NAMED])
    more = len(names) - NAMED
    return _("%(units)s等 %(count)s 个单位") % {"units": first, "count": len(names)} if more > 0 else first


def _said(code: str) -> tuple[str, str]:
    """The sentence of a refusal, and the field of the form that it is about."""
    sentences = {
        "floors": (
            _("下限合计 %(least)s，超过了总数 %(total)s；请降低一些下限（下限最高的是%(units)s）。"),
            "floors",
        ),
        "caps": (
            _("按这些上限最多只能分出 %(most)s，不足总数 %(total)s；请提高一些上限（上限最低的是%(units)s）。"),
            "caps",
        ),
        "crossed": (_("“%(unit)s”的下限 %(least)s 高于上限 %(most)s；请改其中一个。"), "floors"),
        "weightless": (_("“%(giver)s”的下级用来分配的数据都是零；请改用平均分配，或换一项数据。"), "weights"),
        "weight": (_("“%(unit)s”用来分配的数据不是零或正数；请改正。"), "weights"),
        "bound": (_("“%(unit)s”的下限或上限 %(bound)s 小于零；请改正。"), "floors"),
        "range": (_("总数太大，不能分摊；请换一个更大的计量单位。"), "value"),
    }
    return sentences.get(code, (_("“%(giver)s”的总数不能这样分摊；请换一种分配办法。"), "rule"))

"""What a placement is worth, in words: the points that a programme's definition gives."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangzi.kernel.wording import listed
from sangzi.programmes.steps.allotment import Fit


def wish_in_words(rank: int) -> str:
    """第一志愿 to the tenth, then by number."""
    words = (
        _("第一志愿"), _("第二志愿"), _("第三志愿"), _("第四志愿"), _("第五志愿"),
    )  # fmt: skip
    return words[rank - 1] if 0 < rank <= len(words) else _("第%(rank)s志愿") % {"rank": rank}


def fit_in_words(fit: Fit) -> str:
    """What a placement is worth, as one clause."""
    said = [
        _("%(wish)s加%(points)s分") % {"wish": wish_in_words(rank), "points": points}
        for rank, points in enumerate(fit.wishes, 1)
    ]
    said += [_near_in_words(above, points) for above, points in enumerate(fit.near)]
    if fit.score:
        said.append(_("评审得分每1分加%(points)s分") % {"points": fit.score})
    if fit.grassroots:
        said.append(_("县级及以下的名额加%(points)s分") % {"points": fit.grassroots})
    if fit.look:
        said.append(_("志愿都已撤下的，再看家附近的%(count)s个名额") % {"count": fit.look})
    placed = _("分到名额%(points)s分") % {"points": fit.placed}
    return listed([placed, *said] if fit.placed > 1 or not said else said)


def _near_in_words(above: int, points: int) -> str:
    if above == 0:
        return _("名额就在家所在的单位加%(points)s分") % {"points": points}
    if above == 1:
        return _("在同一个上级单位里加%(points)s分") % {"points": points}
    return _("再往上第%(level)s级单位里加%(points)s分") % {"level": above, "points": points}

"""What the engines say of an instance they cannot use, in the language of the command line."""

from __future__ import annotations

from collections.abc import Mapping

from sangzi.engines.matching.infeasible import Infeasible, Quota
from sangzi.kernel.errors import BadInput
from sangzi.kernel.spoken import spoken

_ = spoken
MOST_TOLD = 12


class PlacingRefused(BadInput):
    """An instance, or a method for it, cannot be used; the sentence says what, where and what to change."""

    code = "placing-refused"


def unusable(key: str, context: Mapping[str, object]) -> PlacingRefused:
    """The refusal with the sentence for `key`, filled with what the engine tells."""
    words = {**_kinds(), **_lengths(), **_sides()}
    told = {name: words.get(value, value) if isinstance(value, str) else value for name, value in context.items()}
    sentences = _of_files() | _of_arrays() | _of_methods() | _of_columns() | _of_pairs() | _of_questions()
    return PlacingRefused(sentences[key] % told, key=key, **context)


def clashing(infeasible: Infeasible) -> PlacingRefused:
    """The refusal that names the bounds which cannot hold together, the first dozen of them."""
    told = [bound_in_words(quota) for quota in infeasible.clash[:MOST_TOLD]]
    rest = len(infeasible.clash) - len(told)
    if rest:
        told.append(_("另有 %(count)d 条") % {"count": rest})
    listed = {"bounds": _("；").join(told)}
    sentence = (
        _("以下要求不能同时满足：%(bounds)s。")
        if len(infeasible.clash) > 1
        else _("按申请人的意向无法满足：%(bounds)s。")
    )
    return PlacingRefused(sentence % listed, key="infeasible", minimal=infeasible.minimal)


def bound_in_words(quota: Quota) -> str:
    """One bound, its place counted from 0."""
    return _of_bounds()[quota.kind] % vars(quota)


def _of_bounds() -> dict[str, str]:
    return {
        "opening most": _("岗位 %(index)d 最多 %(bound)d 人"),
        "opening least": _("岗位 %(index)d 至少 %(bound)d 人"),
        "unit most": _("单位 %(index)d 及其下级最多 %(bound)d 人"),
        "unit least": _("单位 %(index)d 及其下级至少 %(bound)d 人"),
        "must place": _("申请人 %(index)d 必须有岗位"),
        "floor": _("grass_floor 要求的比例"),
    }


def _of_files() -> dict[str, str]:
    return {
        "no-file": _("“%(file)s”读不了；请检查路径和权限。"),
        "no-room-to-write": _("“%(file)s”写不进去；请检查 --out 的文件夹和权限。"),
        "unreadable": _("“%(file)s”不是由 NumPy 数组组成的 .npz 文件；请用 numpy.savez 写出。"),
        "unknown": _("没有叫 %(array)s 的数组；请去掉它，或改用下列名称之一：%(known)s。"),
        "missing": _("缺少数组 %(array)s；请补上，长度是%(length)s。"),
        "kind": _("数组 %(array)s 装的是%(found)s；请改为%(wanted)s。"),
        "dimensions": _("数组 %(array)s 有 %(found)d 个维度；请给一维数组。"),
        "length": _("数组 %(array)s 有 %(found)d 个元素；应当是%(length)s，即 %(wanted)d 个。"),
    }


def _of_arrays() -> dict[str, str]:
    return {
        "no-start": _("indptr 是空的；请给申请人数加一个元素，第一个是 0。"),
        "indptr-start": _("indptr 的第一个元素是 %(value)d；应当是 0。"),
        "indptr-falls": _("indptr 在第 %(at)d 位变小了；每个元素都不能小于前一个。"),
        "indptr-end": _("indptr 的最后一个元素是 %(value)d；应当是 col 的长度 %(wanted)d。"),
        "beyond": _("%(array)s 的第 %(at)d 位是 %(value)d；应当在 %(least)d 到 %(most)d 之间。"),
        "crossed": _(
            "%(lower)s 的第 %(at)d 位是 %(value)d，大于 %(upper)s 的 %(most)d；请调低前者，或调高后者。"
        ),
        "twice": _("申请人 %(applicant)d 在 col 中两次写了岗位 %(opening)d；请只留一条。"),
        "no-root": _("一个单位也没有；至少要有根单位，它的 unit_parent 是 -1。"),
        "root": _("unit_parent 的第一个元素是 %(value)d；应当是 -1，即根单位。"),
        "parent": _("unit_parent 的第 %(at)d 位是 %(value)d；上级应当是排在第 %(at)d 位之前的单位。"),
        "preference": _(
            "preference 把申请人 %(applicant)d 的第 %(value)d 条边排了两次或没有排；请按它在该申请人各条边中的位置，"
            "每条边写一次。"
        ),
        "floor-range": _("grass_floor 是 %(value)s；请给 0 到 1 之间的比例。"),
        "floor-alone": _("有 grass_floor 而没有可计的单位；请补上 grass_unit_mask。"),
    }  # fmt: skip


def _of_methods() -> dict[str, str]:
    return {
        "no-lots": _("同等优先时要靠抽签决定，而文件里没有签号；请补上数组 lottery，或用 --seed 抽签。"),
        "same-lot": _("申请人 %(one)d 和 %(other)d 的签号都是 %(lot)d；每人应当有自己的签号。"),
        "several": _("申请人 %(applicant)d 可以有 %(value)d 个岗位；稳定法最多给一个。"),
        "floor": _("稳定法不保证跨单位的最低比例；请去掉 grass_floor，或给单位设上下限。"),
        "must-place": _("稳定法不向任何人承诺一定有岗位；请去掉 must_place。"),
        "no-room": _(
            "单位 %(unit)d 要为下限留 %(kept)d 个名额，而上限只有 %(upper)d；请调低其下的下限，或调高它的上限。"
        ),
        "no-seats": _(
            "单位 %(unit)d 要为下限留 %(kept)d 个名额，而其下各岗位一共只有 %(seats)d 个；请调低下限，或增加名额。"
        ),
        "earlier-length": _("以前的结果是 %(found)d 名申请人的，而这里有 %(wanted)d 名；请给同样这些申请人的结果。"),
        "earlier-beyond": _("以前的结果里有这里没有的岗位；岗位应当从 0 到 %(most)d，没有得到写 -1，不知道写 -2。"),
        "stay-high": _(
            "score 最高到 %(highest)d，太高，没法同时计算谁不动；请把所有分数除以同一个数，都不超过 %(most)d，"
            "或去掉 stay。"
        ),
        "no-places": _("各下限共要安置 %(kept)d 人，而只有 %(places)d 名申请人；请调低下限，或用不留名额的办法。"),
    }


def _of_columns() -> dict[str, str]:
    return {
        "no-column": _("没有叫 %(name)s 的列；请补上，或不再以它为条件。"),
        "column-length": _("列 %(name)s 有 %(found)d 行；应当是 %(wanted)d 行。"),
        "not-there": _("%(name)s 的第 %(at)d 行是 %(value)d；应当在 0 到 %(most)d 之间。"),
    }


def _of_pairs() -> dict[str, str]:
    return {
        "partners": _(
            "%(side)s第 %(at)d 人至少要有 %(least)d 名伙伴，而最多只能有 %(most)d 名；至少数应当在 0 到最多数之间。"
        ),
        "ids": _("%(side)s有两人编号相同；每人应当有自己的编号。"),
        "pair-twice": _("有一对人写了两次；请只留一次。"),
        "fits-high": _("契合分最高到 %(highest)d；请把所有分数除以同一个数，都不超过10亿。"),
        "crowd": _(
            "%(side)s的 %(people)s 共要 %(need)d 名伙伴，而可以结对的人总共只容得下 %(room)d 名；"
            "请减少他们必须有的伙伴，或多列可以结对的人。"
        ),
    }


def _of_questions() -> dict[str, str]:
    return {
        "no-result": _("“%(file)s”不是 sangzi allot 写出的结果；请给 --out 写的文件，里面要有数组 assignment。"),
        "stay-method": _("只有 optimal 能用 --stay；请换这个办法，或去掉 --stay。"),
        "no-pair": _("“%(text)s”看不懂；请写成 申请人:岗位，都从 0 数起，例如 12:40。"),
        "no-bound": _("“%(text)s”看不懂；请写成 %(known)s 之一，例如 unit-most:3=40 或 floor=0.75。"),
        "no-what-if": _("只有 optimal 能回答 --what-if；请换这个办法，或去掉 --what-if。"),
        "no-applicant": _("没有申请人 %(at)d；请从 0 数起，最大 %(most)d。"),
        "no-opening": _("没有岗位 %(at)d；请从 0 数起，最大 %(most)d。"),
        "no-unit": _("没有单位 %(at)d；请从 0 数起，最大 %(most)d。"),
        "no-such-bound": _("这项要求不能是 %(value)s；请给不小于 0 的整数，下限不超过上限，比例在 0 到 1 之间。"),
    }


def _sides() -> dict[str, str]:
    return {"left": _("左边"), "right": _("右边")}


def _kinds() -> dict[str, str]:
    return {"whole numbers": _("整数"), "decimals": _("小数"), "true or false": _("真假值")}


def _lengths() -> dict[str, str]:
    return {
        "one for each applicant": _("每名申请人一个"),
        "one for each applicant and one more": _("每名申请人一个再加一个"),
        "one for each edge": _("每条边一个"),
        "one for each opening": _("每个岗位一个"),
        "one for each unit": _("每个单位一个"),
        "one number": _("一个数"),
    }

"""Sums and rates that each of those entitled gets, as against totals that are spent."""

import re

from sangzi.engines.plangrammar.places import Place, Shaped

_ENTITLE = re.compile(
    "给予|予以|补贴|补助|奖励|奖补|资助标准|救助标准|补贴标准|发放标准|补偿|津贴|生活费|费用?减免|学费减免|安家费|可获[^,;。]{0,8}资助|(?:可|能)(?:享受?|申请|获得?)|保障标准|低保标准|标准"
)
_TOTAL = re.compile(
    "共|累计|总额|总计|筹集|投入|募集|争取|落实资金|安排|拨付|发放[^,;。]{0,10}(?:资金|贷款|补贴|补助|救助金|"
    "助学金|奖金|津贴)|资金|捐款|捐赠|设立|"
    "贷款|授信|增收|销售|产值|收入|规模|总投资|预算|支出"
)
_REPEATED = re.compile("每[人月年]|分别|一次性")
_ENTITLED = re.compile(
    "(?:对|为|给予|给(?!予)|向|针对|按照?)([^,;:。]{2,30}?)(?:分别|一次性|按|最高|每|给予|予以|提供|发放|实行)"
)
_EACH_WHO = re.compile(
    "每(?:名|位|户|家|个)([^,;:。、\\d]{2,10}?)(?=每|年度|最高|给予|补助|补贴|发放|一次性|奖励|分别)"
)
_BEFORE_SUM = re.compile("([^,;:。、“”的]{2,12})$")
_NOISE = re.compile("^.*?(?:给予|予以|发放|补贴|补助|奖励|最高|分别|按|提供)")
_PER_PERSON = re.compile(
    "(?:个人|单户|单笔|单家|单个企业|单个项目)(?=[^,;:。]{0,8}(?:额度|最高|不超过))|每(?:人|生|户|名|家|个|位|"
    "亩|只|头|班|校|村|例|次)"
)
_CHARGED = re.compile("(?:的标准)?(?:计租|计费|计价|计发|计算|收取|征收|缴纳|列支|安排)|的标准")
_PER_HEAD = re.compile("不低于|不少于|标准")
_RATE_OF = re.compile("(?:给予|予以|按照?)[^,;:。]{0,20}$")
_RATE_TO = re.compile(
    "(?:的比例|的标准)?(?:给予|予以|补贴|补助|奖励|资助|减免|报销|贴息)|的(?:补贴|补助|奖励|资助|贴息|减免)"
)


def sum_for_each(place: Place) -> Shaped | None:
    """A sum that each of those entitled gets; None for a total."""
    text, a, left = place.text, place.a, place.left
    if _CHARGED.match(text, a.end, place.s.end) and "按" in place.before:
        return Shaped("each", (_entitled(place) or "享受对象",), "entitlement", (left, a.end))
    per = _PER_PERSON.search(text, left, a.start)
    entitle = _ENTITLE.search(text, left, place.right)
    total = _TOTAL.search(text, left, a.start) and not _REPEATED.search(text, left, a.start)
    if not per and (not entitle or total):
        return None
    if per and (not entitle or _TOTAL.search(text, per.end(), a.start)):
        return Shaped("each", (text[per.start() : per.end()],), "sum for each", (per.start(), a.end))
    span = entitle.span() if entitle else (left, a.end)
    return Shaped("each", (_entitled(place) or (per.group() if per else "享受对象"),), "entitlement", span)


def _entitled(place: Place) -> str | None:
    """Who gets it: named right before the sum where several sums are listed, else after 对 or 为."""
    text, a, left = place.text, place.a, place.left
    who = _ENTITLED.search(text, left, a.start)
    each = _EACH_WHO.search(text, left, a.start)
    if each:
        return each[1]
    own = _BEFORE_SUM.search(_NOISE.sub("", text[max(left, a.start - 14) : a.start]))
    if own and _ENTITLE.fullmatch(own[1]):
        own = None
    if who and not (own and "、" in text[who.end() : a.start]):
        return who[1]
    return own[1] if own and not _PER_HEAD.search(own[1]) else None


def rate(place: Place) -> Shaped | None:
    """按实际投入的20%给予补助: a rate that each of those entitled gets."""
    if not (_RATE_OF.search(place.before) and _RATE_TO.match(place.text, place.a.end, place.right)):
        return None
    return Shaped("each", (_entitled(place) or "享受对象",), "entitlement", (place.left, place.a.end))

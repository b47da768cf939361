"""The words that stand around a name without being part of it, and how they are taken off.

Closed classes only: times, adverbs, modals, prepositions, conjunctions, verbs that say that something is made or
reached. Every pattern is anchored at one end of a clause of bounded length.
"""

import re

from sangzi.engines.plangrammar.searches import alternatives, by_first

LONGEST = 22
"""Characters of a name before its ending."""
_TIME = (
    "(?:(?=[到至截自从于在用以较12])(?:到|至|截至|截止|自|从|于|在|用|以|较)?(?:(?:19|20)\\d{2}[、—~至和-])*(?:19|20)\\d{2}年(?:度|"
    "(?:\\d{1,2}月(?:\\d{1,2}日)?)?)"
    "(?:年?[底末初起]|[上下]半年|第?[一二三四]季度)?(?:以前|之前|以后|以来|[前内间]|的)?"
    "|(?=[到至截在“十])(?:到|至|截至|在)?“?十[一二三四五六]五”?(?:规划)?(?:末|期间|时期)?"
    "|(?=[到至截今明去当本上后近全一两二三四五十\\d未每])(?:到|至|截至)?(?:今|明|去|当|本|上|后|近|全|一|[两二三四五十\\d]{1,2}?|未来[两二三五]|"
    "每)(?:个)?年度?(?!龄|级|轻|均|会|报|增)(?:多来|以来|来|以内|内|间|[底末初中]|时间)*前?"
    "|[上下]半年|年度(?!培|考|报)|第?[一二三四1-4]季度[末前内初]?|(?:在)?\\d{1,2}月(?:\\d{1,2}日)?(?:[底末初]|"
    "[上中下]旬)?(?:以前|之前|前|起)?"
    "|年[底末初内中](?:之?前)?|月底前|目前|眼下|当前|现在|现已|届时|随后|近期|至今|迄今|日前|到现在|"
    "[一两二三四五六\\d]{1,2}个?(?:月|周|天)(?:时间)?以?[内来]|今后|期内|一年|春节前|期间|"
    "用?[一两二三四五\\d]{1,2}年(?:左右)?时间)"
)
_PERIOD = (
    "(?:每|逐|按)(?:个)?(?:双周|两周|半个?月|半年|季度?|学期|月度?|周(?!边)|星期|旬|天|日|年度?|"
    "[两二三四五]个?[年月周])"
    "(?:[一二三四五六日]|第[一二三四]周)?"
)
_ADVERBS = (
    "力争|确保|仍(?=有|需)|争取(?!资|到|中|上)|努力|务必|务求|力求|计划(?!生)|预计|拟|进一步|大力|积极|"
    "全面(?!建成)|继续|"
    "持续|不断|深入|扎实|切实|着力|广泛|统筹|稳步|"
    "有序|逐步|加快|基本(?!公|医|养|生|农|建|服|药|型|康|制|情|功|技)|先后|陆续|累计|共计|总共|总计|合计|"
    "共(?!青|同|享|建|富|性|和|治)|已经|已|均(?!衡)|都(?!市)|也|还(?!款)|又|再(?!生|就|造|制)|要(?!素|点|求|"
    "件)|应(?!急|用|届|参|对|急)|须(?!知)|"
    "需(?!求|要|整)|必须|应当|能够|就(?!业|餐|医|地|近|诊|读|学)|仅|只有|只|单是|专门|首次|率先|同步|同时|分别|"
    "原则上|平均(?!预|寿|浓|负|入|候|工|气)|至少|最少|不少于|不低于|约|近(?!视|零|海|郊)|"
    "超过|达到|突破|真正|稳妥|集中(?=开展|办|举办)|定期|统一|重点(?=打造|建设|培育|支持|推进|实施|扶持|整治)|"
    "常态化|有?针对性地?|一次性(?=建)|总体上|总体"
)
_JOINS = (
    "其中|此外|另外|另|并且|并(?!网|购|轨|联|发)|且|和(?!谐|美|平|睦|气)|与(?!会|时)|及(?!时|格)|以及|而|但|"
    "特别是|尤其是|包括|含(?!量)|以(?!上|下|内|及|工|奖|老)|在(?=全[省市县区国]|各)|通过(?!率)|"
    "同比|让|使(?!用)|把|将(?!军)|对(?!口|接|外|标|象|照|公)|为(?!民|老|农|期|青年办|群众办)|给(?!予|水|排)|"
    "向社会|由(?!此)|按照?(?!期|时|比|质|揭|摩)|经(?!济|营|费|典|验|纪|认|开|常)|至(?!少|今)|到(?!账|位|岗|期|"
    "校|户)"
)
_PLACES = (
    "全[省市县区国团镇乡旗州域盟街](?!域)|我[省市县区镇街道院校所局]{1,2}|本[省市县区镇街](?!级)|"
    "各级(?:党团组织|团组织|团委|党组织|党委|各部门|政府|有关部门)?|各地|各有关部门|"
    "(?:在)?全(?:社会|系统|行业)|(?:在)?县域内|各县域内|区域内|域内|辖区内?|团组织|集团公司|集团(?=成立|组建|选派|建)"
)
_MARK = r"[,;:。、 .·★]|\(?[一二三四五六七八九十\d]{1,3}[).、]|[一二三四五六七八九十]是|\d{1,2}-\d{1,2}|[●◆■①-⑳—]+"
LIGHT = (
    "建设(?:完成|好)?|建成(?!区)(?:投用)?|建立健全|建立起?|建起|建有|建好|建(?!制|筑|档|议|成区)|打造(?:出|"
    "成)?|成立|设立|"
    "设置|设有|组建|培育(?:出|壮大|发展)?|培树|培养(?:出)?|培(?=出)|"
    "举办(?:好)?|举行|开展(?:好)?|组织(?!部|率|化|覆|建设|数|体系|振兴|力)(?:开展|召开|实施|举办)?|召开|"
    "主持(?:召开)?|实施|实现|完成(?!率|比|情|质)|达到|形成|组成|推出|发展壮大|"
    "拥有|有(?!关|效|机|序|偿|色|害|限|条件|意|需|志|线|声|奖|劳|氧|证|[^,;]{1,12}的)|提供|配备(?!率)|配上|"
    "配齐|配(?![套置送方比合电料对]|备率)|制定|出台|创建(?!率)|创成|做到|搭建|推动|引导|推进(?!会)|促进(?!会)|"
    "争取到?|取得|安排|开发|派出|办(?!理|结|公|学|件|事)|评选(?:出)?|遴选|选拔|选出|选派|选树|开设|"
    "开办|筹办|布设|划定|支持|帮助|吸引|动员|发动|竖|落实|推荐|创作|发布|聘请|聘用"
)
_GROUP = "\\d[\\d.]*[万亿]?[余多]?[个家名所条项座处户支](?=[一-龥“]{2})(?!以[上下])"
_LEAD = re.compile(f"(?:{_MARK}|{_GROUP}|{_PERIOD}|{_TIME}|{_ADVERBS}|{_JOINS}|{_PLACES})+")
_LEADING = frozenset(
    "(,.:;·—“。①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳■◆●★ 、一七三上下不与专且两为九也争二于五仅今仍从以但使先全八六"
    "共其再分切到力加务努包区十单原去县又及另只各合同后向含和四团在均域基大定对将尤就届已常平年并广应当必总我截扎把拟持按日明春最月有期未本此每深特率现用由目"
    "真眼着确积稳突第累约经给统继而能自至要计让超较辖达迄近还进逐通都重针陆随集需须预首"
)
"""What words that lead to a name begin with, or with a digit."""
_LIGHT = re.compile(f"(?:{LIGHT})(?=.{{2}})")
_LIGHT_FIRST = frozenset(word[0] for word in alternatives(LIGHT))
_LIGHT_END = re.compile(f"(?<![改扩新重修])(?:{LIGHT})了?$")
_HEADED = re.compile("^.*[一-龥][.:](?=[一-龥“\\d])")
_KIND = re.compile("^(?:领域|方面|地区|行业|活动)(?=.{3})")
_LIST = re.compile("^.*、.*?等(?![级次候额保])")
_CHANGE = (
    "提高|增加|提升|增长|上升|下降|降低|减少|压减|压缩|缩短|缩减|扩大|拓展|扩充|扩编|扩面|扩|放宽|抬升|攀升|"
    "跃升|推|稳定|稳|保持|控制|维持|"
    "增|升|降|翻|压|提|设|建|加密|调整|回升|守住|跨过|突破|破|过|占|收窄|减|缩|发展|布设|铺|开|办|添|壮大|做大|"
    "推进|完善|走|做"
)
_ENDING = (
    "力争|确保|争取|努力|不少于|不低于|不超过|不高于|不大于|不小于|不多于|不得(?:少于|低于|超过|高于)|低于|"
    "高于|多于|少于|小于|大于|"
    "原则上|至少|最少|最多|最高|最长|最低|超过|达到|达|提升|提高|稳定|保持|控制|"
    "大约|大概|(?<![预签节制特履契公合大])约|接近|近|为|至|到|在|按|以|共计|合计|总计|总共|共(?!享|建)|累计|"
    "先后|陆续|已经|已|就|还有?|"
    "现有|只有|仅有?|共有|已有|还|"
    "分别|(?<![公召展打])开|(?<![举主承协开合创公])办|(?<![人户校班村店馆场生师亩])均|都|也|再|要|应当?|须|需|"
    "必须?|可|能|将|拟|由|从|占|比|有|超|逾|满|过|"
    "破|突破|突|实现|完成|上|的|了|和|(?<!参)与|(?<![惠普遍涉波])及|、|,|[≥≤±><=~(“:]|不|等|遍及|仍|全部|平均|"
    "一次性|同比|总体|全年|年均|日均|力|新|再添|又"
)
_MADE = "成立|建成|建立|设立|建设|组建|形成|培育|举办|开展|打造|推出"
_CHANGED = "|".join(f"{word}(?:到|至|为|在|了|过|出)" for word in _CHANGE.split("|"))
_NOW_MADE = "|".join(f"{word}(?:了|出)?" for word in _MADE.split("|"))
_TAIL = re.compile(f"(?:{by_first(f'{_CHANGED}|{_ENDING}|{_NOW_MADE}')})$")
_TIMED = re.compile(f"(?:{_PERIOD}|{_TIME})$")
_LAST = frozenset(
    "争保取力于过上少多高长低达到升定持制约概近为至在按以共计后续经已就还有别均都也再要应当须需必可能将拟由从占比超逾满破突现成的了和"
    "与及、,≥≤±><=~(“:不等仍部性体年新立设建育办开展造出添又仅只"
)
"""What words that lead to a number end in."""
_LAST_OF_TIMES = frozenset("年度末底初起期间季月日前内后来旬今下时周天中一二三四五六的续半在")
_REACH, _REACH_OF_TIMES = 7, 18
_INNER = re.compile(
    f"(?<=[一-龥”)]){_PERIOD}|(?<=[一-龥”)])(?:(?:到|于|在)?(?:20\\d{{2}}年)?(?:\\d{{1,2}}月|年|"
    f"月)(?:\\d{{1,2}}日|[底末])(?:之)?前|20\\d{{2}}年[底末]?前|[上下]半年)|(?<=.)(?:至少|不少于|"
    f"不低于)|(?<=[一-龥”)])(?:力争|确保|争取(?=在|实现)|累计|不断|全面(?=推|完|实|开|覆)|进一步|先后|现已|"
    f"目前|分别|全年(?=[办举开组培联服])|两年来|直接(?=资)|再(?=新|添)|共(?=募|筹|建|举|开|组))"
)
_HAS_INNER = re.compile(
    "每|逐|按|前|上半年|下半年|至少|不少于|不低于|力争|确保|争取|累计|不断|全面|进一步|先后|现已|分别|全年|两年来|"
    "直接|再新|再添|共募|共筹|共建|共举|共开|共组"
)
"""What each of those has in it."""
_IN_FIELD = re.compile("在[一-龥“”、]{1,12}?(?:领域|方面|过程中|工作中|基础上|期间|范围内)(?=.)")
_BRACKET = re.compile(r"\((?P<inner>[^()]{0,40})\)?")
_KEPT = re.compile("市、?区|区、?市|县|街道|社区|居|镇、?街道?|工|助理|改|扩|园区|市|旗")
_RATIOS = ("占比", "比例", "比重")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))
_MARKS = re.compile("[“”《》（）]")
_LOOSE = re.compile("[、和及与的]+|围绕|开展|举办|组织|针对|通过|推动|提供|进行|按照|用于|实施|实现|完成")


def trimmed(words: str) -> str:
    """Words as a name: without what leads to them and what leads from them to a number, marks in pairs."""
    return unhung(unled(plain(words)))


def unled(words: str) -> str:
    """Words without times, adverbs and the like before them."""
    found = _LEAD.match(words) if words[:1] in _LEADING or words[:1].isdecimal() else None
    return words[found.end() :] if found else words


def unmade(words: str) -> str:
    """Words without a verb before them that only says that they come to be: 建成苗圃 as 苗圃."""
    found = _LIGHT.match(words) if words[:1] in _LIGHT_FIRST else None
    return unled(words[found.end() :]) if found else words


def made(words: str) -> bool:
    """Whether words end with a verb that only says that something comes to be."""
    return bool(_LIGHT_END.search(words, max(0, len(words) - 6)))


def unlisted(words: str) -> str:
    """甲、乙等丙 as 丙, where the whole is too long for a name."""
    found = _LIST.match(words) if len(words) > 16 else None
    if found is None or len(words) - found.end() < 4:
        return words.removesuffix("等")
    return _KIND.sub("", words[found.end() :])


def unhung(words: str) -> str:
    """Words without those after them that lead on to a number."""
    while words and not words.endswith(_RATIOS):
        found = _TAIL.search(words, max(0, len(words) - _REACH)) if words[-1] in _LAST else None
        if found is None and words[-1] in _LAST_OF_TIMES:
            found = _TIMED.search(words, max(0, len(words) - _REACH_OF_TIMES))
        if found is None:
            break
        words = words[: found.start()]
    return words


def plain(words: str) -> str:
    """Words without brackets, but for those inside the name of a level, and without times in their midst."""
    if "(" in words or ")" in words:
        words = _BRACKET.sub(_kept, words).replace(")", "") if "(" in words else words.replace(")", "")
    if _HAS_INNER.search(words, 1):
        words = _INNER.sub("", words)
    if "." in words or ":" in words:
        words = _HEADED.sub("", words)
    return _IN_FIELD.sub("", words) if "在" in words else words


def _kept(bracket: re.Match[str]) -> str:
    inner = bracket["inner"]
    return f"（{inner}）" if len(inner) < 5 and bracket.group().endswith(")") and _KEPT.fullmatch(inner) else ""


def paired(words: str) -> str:
    """Words without marks around one whole quotation, and without marks that have lost their partner."""
    if words.startswith("“") and words.endswith("”") and words.count("“") == 1:
        return words[1:-1]
    for opening, closing in _PAIRS if _MARKS.search(words) else ():
        if (opening in words or closing in words) and words.count(opening) != words.count(closing):
            words = words.replace(opening, "").replace(closing, "")
    return words.strip('"、,。:;·. ')


def fitting(words: str, longest: int = LONGEST) -> str:
    """Words no longer than a name may be: the last of the parts that they are joined of."""
    words = unlisted(words)
    if len(words) <= longest:
        return words
    for part in _LOOSE.finditer(words, max(0, len(words) - longest - 2)):
        if 4 <= len(words) - part.end() <= longest and _balanced(words[part.end() :]):
            return words[part.end() :]
    return words[-longest:]


def _balanced(words: str) -> bool:
    return words.count("“") == words.count("”") and words.count("（") == words.count("）")

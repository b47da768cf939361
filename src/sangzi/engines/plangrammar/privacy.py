"""Private persons in a plan: contact persons, contributors, their telephone numbers.

Spans only; nothing is changed here.

Names are taken after words that introduce a person, and must begin with one of the common surnames.
Hotlines (12345) are public and left alone. Works on the text as it was published, so that offsets need no map.
"""

import re

from sangzi.engines.plangrammar.cleaning import one_form
from sangzi.engines.plangrammar.model import Span

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙史陶黎贺毛郝顾龚邵万钱严覃武戴莫孔向汤常温康施"
    "文牛樊葛"
    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉"
    "骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米"
    "柏宗瞿"
    "桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储"
    "原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门"
    "云容敬来扈晁芮都普阙浦戈"
)
_COMPOUND = "欧阳|上官|司马|诸葛|皇甫|尉迟|夏侯|司徒|令狐|东方|公孙|慕容|宇文|长孙|呼延|端木"
_NAME = (
    rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|"
    rf"[{_SURNAMES}][^\S\n]{{1,2}}[\u4e00-\u9fff])"
)
_ROLES = (
    "联系人|联络人|联系方式|供稿人|供稿|撰稿人?|责任编辑|责编|编辑|作者|校对|审核人?|审校|签发人?|经办人|"
    "填报人|报送人|责任人|负责人|联络员|咨询人|通讯员|记者|摄影|主编|制表人?|填表人|受理人|值班人员"
)
_INTRODUCED = re.compile(rf"(?:{_ROLES})(?:(?:及|和|、)?(?:联系)?(?:电话|方式|姓名))?[:\s]\s{{0,8}}")
_LIST = re.compile(
    rf"(?:(?P<org>[\u4e00-\u9fff()]{{2,16}}?)[^\S\n]{{1,8}})?(?P<name>{_NAME})(?=$|[\s,、;:()。.\d—-]|及|联系|电话|手机|同志)"
)
_MORE = re.compile(
    rf"[^\S\n]{{0,8}}[、,及和 ][^\S\n]{{0,8}}(?P<name>{_NAME})(?=$|[\s,、;:()。.\d—-]|及|联系|电话|手机|同志)"
)
_ORGANISATION = re.compile("(?:委|局|部|办|处|会|公司|集团|中心|团|省|市|县|区|镇|乡|村|组|院|校|司|室|科)$")
_PHONE = re.compile(
    r"[0(1](?<![\d.].)(?:(?<=0)\d{2,3}[-—]{1,2}\d{7,8}(?:[-—转]\d{1,5})?|(?<=\()0\d{2,3}\)\d{7,8}|"
    r"(?<=0)\d{2,3}[ ]\d{7,8}|(?<=0)\d{9,11}|(?<=1)[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\d.])"
)
_LOCAL = re.compile(r"(?:电话|手机|传真|联系方式|微信|QQ)(?:号码?)?[: ]{0,3}((?<!\d)\d{7,11}(?!\d))")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{2,24}){1,3}")
_IDENTITY = re.compile(
    r"[1-9](?<![\dA-Za-z].)\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)


def private_spans(text: str) -> tuple[Span, ...]:
    """Names, telephone numbers, addresses of mail and identity numbers, in order and without overlap.

    Kinds: "name", "phone", "mail", "identity". Linear in the text.
    """
    return spans(one_form(text))


def spans(text: str) -> tuple[Span, ...]:
    """The private spans of a text that is in one form already."""
    found = [Span(*match.span(), "identity") for match in _IDENTITY.finditer(text)]
    found += [Span(*match.span(), "phone") for match in _PHONE.finditer(text)]
    found += [Span(*match.span(1), "phone") for match in _LOCAL.finditer(text)]
    if "@" in text:
        found += [Span(*match.span(), "mail") for match in _MAIL.finditer(text)]
    for match in _INTRODUCED.finditer(text):
        found += _names(text, match.end())
    return _apart(found)


def _names(text: str, start: int) -> list[Span]:
    first = _LIST.match(text, start)
    if first is None or _ORGANISATION.search(first["name"]):
        return []
    found = [Span(*first.span("name"), "name")]
    at = first.end()
    while len(found) < 20 and (more := _MORE.match(text, at)):
        if _ORGANISATION.search(more["name"]):
            break
        found.append(Span(*more.span("name"), "name"))
        at = more.end()
    return found


def _apart(found: list[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not out or span.start >= out[-1].end:
            out.append(span)
    return tuple(out)

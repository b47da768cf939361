"""How good the names of statements are: beside an annotator's names, and taken alone.

Two names agree as far as their character bigrams do (F1), after quotation marks, 的 and the noun of the measure at
the end are taken off. A name is usable when it is a noun phrase a person could leave as it is: the faults of one
that is not are listed by `faults`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sangzi.engines.plangrammar import read
from tests.engines.plangrammar import agreement

Row = dict[str, Any]
BATCH = agreement.DEVELOPMENT / "batch2"
EXAMPLES = Path(__file__).parents[3] / "examples" / "plans"
LONGEST = 24

_BRACKETED = re.compile("（[^（）]*）|\\([^()]*\\)")
_MARKS = re.compile("[“”\"'‘’《》「」的 、,，]")
_EACH = re.compile("(每)[个名家位所条支项户处座]")
_ENDING = re.compile(
    "(?:数量|人数|户数|次数|场次|场数|人次|期数|份数|件数|总数|数|金额|长度|面积|时长|标准|比例|占比|比重|覆盖率|"
    "增长率|(?:提高|提升|压减|缩小|压缩)?幅度|增幅|降幅)$"
)
_FRAME = re.compile(
    "力争|确保|争取|努力|务必|实现(?![^的]+的)|建起|达到(?![^的]+的)|不少于|不低于|不超过|不高于|不大于|不小于|不得|至少|原则上|提高[到至]|"
    "提升[到至]|增加[到至]|增[至到]|升[至到]|降[至到]|稳[在定]|控制在|保持在|扩[到至]|突破(?!性)|累计|先后|目前|现已|"
    "进一步|全面|不断|积极|大力|[≥≤±]|分别|为了|使得|将另行"
)
_TIME = re.compile(r"(?<![较比])\d{4}年|\d{1,2}月|月底前|年底前|上半年|下半年|[两三五]年来|年内|季度前|季度末")
_STANDING = re.compile(
    "^(?:该|上述|其|此|这样)|^(?:的|在|为|对|将|把|与(?!.*的)|和|及|由|从|按(?!期|时|比|摩|揭)|被|但|就|已|"
    "还)(?!校|岗|职|用|培|册|读|训|孵|建|站|编|园|业)"
)
_HANGING = re.compile(
    "(?:的|在|为|(?<![比结])对|和|(?<!参)与|(?<![惠普])及|由|从|将|把|已|就|了|有|达|至|到|不|以|过|(?<!签)约|近|合计)$"
)
_QUANTITY = re.compile("\\d[\\d.,]*[万亿]?(?:余|多)?(?:名|个|家|人|场|项|%|元|套|户|台|份|支|所|条)(?!以上|以下|及|人)")
_GENERIC = frozenset(
    {"", "总体", "数量", "合计", "累计", "总计", "总", "覆盖", "占", "同比", "县", "镇", "村", "社区", "每年", "每月",
     "人", "户", "个", "次", "全县", "其中", "该项", "下限", "上限", "关口", "新建", "改造", "建成", "交付", "安排"}
)  # fmt: skip
_DOUBLED = re.compile("数量[数人次金]|数数|人数数|次数数|率率|率占比|覆盖覆盖|占占|人人数|数量$|金额金额")
_REPEAT = re.compile("(.{3,})(?=.*\\1)")
_PAIRS = ("“”", "()", "（）", "《》")


def core(name: str) -> str:
    """A name without brackets, marks, 的 and the noun of its measure."""
    words = _EACH.sub(r"\1", _MARKS.sub("", _BRACKETED.sub("", name)))
    while (short := _ENDING.sub("", words)) != words:
        words = short
    return words


def agreement_of(one: str, other: str) -> float:
    """F1 of the character bigrams of two names."""
    first, second = _bigrams(core(one)), _bigrams(core(other))
    shared = sum((first & second).values())
    return 2 * shared / max(1, sum(first.values()) + sum(second.values()))


def _bigrams(words: str) -> Counter[str]:
    return Counter(a + b for a, b in itertools.pairwise(f"^{words}$"))


def faults(name: str) -> list[str]:
    """Why a name cannot be left as it is; empty for a usable one."""
    quoteless = re.sub("“[^”]*”", "“”", name)
    alone = core(quoteless)
    found = {
        "frame": _FRAME.search(quoteless),
        "each of nothing": re.search(
            "^每的|^每[^个名家位所条支项户处座台辆百千万亩两三校班餐天单\\d].*的.*数|^每[个名位]?的", name
        ),
        "doubled": _DOUBLED.search(name) and not name.endswith("总数量"),
        "repeated": _REPEAT.search(name),
        "quantity": _QUANTITY.search(quoteless),
        "generic": core(name) in _GENERIC or len(core(name)) < 2,
        "long": len(name) > LONGEST,
        "unbalanced": any(name.count(pair[0]) != name.count(pair[1]) for pair in _PAIRS),
        "time": _TIME.search(quoteless),
        "dangling": _STANDING.search(name) or _HANGING.search(alone) or re.search("^[^\\w“《（(]", name),
    }
    return [fault for fault, said in found.items() if said]


@dataclass
class Naming:
    """How the names of some plans do: agreement with each annotated name, and those not usable with their faults."""

    agreements: list[float] = field(default_factory=list)
    named: int = 0
    unusable: list[str] = field(default_factory=list)
    apart: list[tuple[float, str, str]] = field(default_factory=list)

    @property
    def agreeing(self) -> float:
        return sum(self.agreements) / max(1, len(self.agreements))

    @property
    def usable(self) -> float:
        return 1 - len(self.unusable) / max(1, self.named)

    def take(self, names: Iterable[str]) -> None:
        """Judge names alone."""
        for name in names:
            self.named += 1
            if found := faults(name):
                self.unusable.append(f"{name} ({', '.join(found)})")

    def against(self, said: str, read_: str) -> None:
        """Judge a name beside the annotator's."""
        self.agreements.append(agreement_of(said, read_))
        self.apart.append((self.agreements[-1], said, read_))


def of_annotated(paths: Iterable[Path]) -> Naming:
    """The names of the statements that are annotated in some plans, matched by span and value."""
    naming = Naming()
    for path in paths:
        rows = agreement.published(path)
        found = [one.row() for one in read(path.with_suffix(".txt").read_text("utf-8")).commitments]
        naming.take(row["indicator"] for row in found)
        for index, other in agreement.pairs(rows, found).items():
            naming.against(rows[index]["indicator"], other["indicator"])
    return naming


def of_texts(texts: Iterable[str]) -> Naming:
    """The names in plans that carry none."""
    naming = Naming()
    for text in texts:
        naming.take(one.indicator for one in read(text).commitments)
    return naming

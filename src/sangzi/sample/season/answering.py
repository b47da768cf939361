"""What people of the sample answer to forms: believable, short, and plainly invented."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from io import BytesIO

from sangzi.kernel.fields import Answer, Field
from sangzi.kernel.models import Account
from sangzi.kernel.papers import keep_paper

from ..chance import Chance, one_of
from ..crowd import unassignable
from ..days import at_hour

WORDS = {
    "school": ("延边大学", "吉林农业大学", "东北师范大学", "长春工业大学"),
    "university": ("延边大学", "吉林农业大学"),
    "major": ("农学", "会计学", "软件工程", "汉语言文学", "食品科学", "社会工作"),
    "majors": ("不限", "农学、食品类", "管理类"),
    "duties": ("整理资料、走访记录、协助组织活动，每周五天。", "协助日常运营，有专人带教。"),
    "tutor": ("示例带教老师",),
    "host": ("示例主持人",),
    "platform": ("示例直播平台",),
    "project": ("黑木耳深加工", "稻田养蟹与研学", "蓝莓冻干零食", "朝鲜族手工刺绣", "林下蜂蜜品牌"),
    "product": ("秋木耳", "蓝莓干", "有机大米", "椴树蜜"),
    "summary": ("用本地原料做精深加工，带动周边农户就业，已有稳定的订单。",),
    "ask": ("想请教怎样打开外地市场、怎样定价。",),
    "why": ("希望到基层锻炼，把学到的东西用在家乡。",),
    "problem": ("近两年产量下降，试过换品种和调整用药，效果不明显，希望有人到现场看看。",),
    "idea": ("先到现场取样，再给出一份分步的办法，并培训两名本地技术员。",),
    "experience": ("做过三个同类项目，可以提供案例。",),
    "goal": ("一年内建成示范点，带动二十户增收。",),
    "gain": ("预计带动二十户农户，每户年增收三千元以上。",),
    "deed": ("返乡办起合作社，带动乡亲种植木耳",),
    "story": ("毕业后回到村里，从三亩大棚做起，如今合作社有四十户社员，冬天还办起了青年夜校。",),
    "plan": ("先培训，再试种，收获后统一品牌销售。",),
    "employer": ("示例企业",),
    "lender": ("示例农村商业银行",),
    "charity": ("示例青少年发展基金会（示例，不接受捐款）",),
    "supervisor": ("社区工作人员全程在场",),
    "address": ("示例路1号",),
    "id_tail": ("0000",),
    "from_city": ("长春",),
    "allergy": ("无",),
    "site": ("村果园",),
    "works_at": ("示例单位",),
    "line": ("乡村服务",),
    "limit": ("最高30万元",),
    "rate": ("年利率3.65%",),
    "trade": ("电工",),
    "time": ("每周六上午",),
    "starts": ("周六19:00",),
    "theme": ("一起读家乡",),
    "fund": ("示例助学金",),
    "post": ("班长",),
    "wish": ("一份学习用品",),
}
BY_THE_DAY = {"allowance": (40, 121)}  # yuan; from the first to before the last
PLAIN = "示例内容：按要求如实填写，供演示使用。"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


class Pen:
    """Answers forms on a day, at a unit; `clerk` hands in the papers that a form asks for."""

    def __init__(self, chance: Chance, today: date, code: str, clerk: Account | None) -> None:
        self.chance, self.today, self.code, self.clerk = chance, today, code, clerk

    def answers(
        self, fields: Iterable[Field], known: Mapping[str, str] | None = None, *, papers: bool = True
    ) -> dict[str, Answer]:
        """An answer to every field that must be answered, and to most of the others; papers only where they must be."""
        told: dict[str, Answer] = {}
        for asked in fields:
            if known and asked.key in known:
                told[asked.key] = known[asked.key]
            elif asked.kind == "file":
                if asked.required and papers:
                    told[asked.key] = self._paper(asked)
            else:
                told[asked.key] = self._answer(asked)
        return told

    def _answer(self, asked: Field) -> Answer:
        return _WAYS[asked.kind](self, asked)

    def words(self, asked: Field) -> str:
        words = one_of(self.chance, WORDS.get(asked.key, (PLAIN,)))
        while len(words) < (asked.least or 0):
            words += PLAIN
        return words[: int(asked.most)] if asked.most else words

    def number(self, asked: Field) -> str:
        least = int(asked.least or 0)
        if asked.key in BY_THE_DAY:
            return str(int(self.chance.integers(*BY_THE_DAY[asked.key])))
        usual = 1000 if asked.kind == "money" else 30
        most = int(asked.most) if asked.most is not None else least + usual
        return str(max(least, min(most, least + int(self.chance.integers(1, usual)))))

    def _paper(self, asked: Field) -> str:
        assert self.clerk is not None
        now = at_hour(self.today, 9)
        return str(keep_paper(file=BytesIO(PDF), name="示例.pdf", field=asked.key, now=now, by=self.clerk).pk)

    def choices(self, asked: Field) -> list[str]:
        return list(asked.choices[: max(1, int(asked.least or 1))])

    def day(self) -> str:
        return (self.today + timedelta(days=int(self.chance.integers(20, 200)))).isoformat()


_WAYS: dict[str, Callable[[Pen, Field], Answer]] = {
    "text": Pen.words,
    "long": Pen.words,
    "number": Pen.number,
    "money": Pen.number,
    "choice": lambda pen, asked: one_of(pen.chance, asked.choices),
    "choices": Pen.choices,
    "date": lambda pen, _asked: pen.day(),
    "phone": lambda pen, _asked: unassignable(int(pen.chance.integers(10_000))),
    "url": lambda _pen, _asked: "https://example.org/",
    "unit": lambda pen, _asked: pen.code,
    "yes": lambda _pen, _asked: "yes",
}

"""What the sample offers this season: a line for every round, with its programme, its place and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PROVINCE, PREFECTURE, COUNTY, OTHER_COUNTY = "220000", "222400", "222403", "222426"
ELSEWHERE = "330400"
EMPLOYER = "employer"  # the account of an enterprise


@dataclass(frozen=True)
class Phase:
    """How far a round is. Days are counted from the last day of the sample.

    `goes` is the last thing that happened: offered, applied, screened, drawn, judging, shown, allotted, serving, over,
    cancelled.
    """

    goes: str
    opens: int
    apply_from: int
    apply_until: int
    begins: int
    lasts: int = 120


SOON = Phase("offered", -3, 7, 30, 45)
OPEN = Phase("applied", -15, -14, 16, 30)
SCREENING = Phase("screened", -40, -35, -3, 25)
DRAWN = Phase("drawn", -40, -35, -5, 25)
ACCEPTING = Phase("allotted", -35, -30, -5, 25)
SERVING = Phase("serving", -95, -90, -72, -60, 200)
OVER = Phase("over", -240, -235, -210, -190)
CALLED_OFF = Phase("cancelled", -10, -9, 12, 20)
JUDGED = Phase("judging", -60, -55, -20, 20)
SHOWN = Phase("shown", -60, -55, -20, 10)


@dataclass(frozen=True)
class Call:
    """One round: `offers` are the titles of what is offered, `many` openings of `seats` seats, `bids` applications.

    `by` offers (unit, person or partner), `kind` applies, out of the `pool` of the counties below; `cast` are the
    accounts of the sample that apply first; `writer` is the one that offers for the partner.
    """

    programme: str
    at: str
    title: str
    phase: Phase
    offers: tuple[str, ...]
    many: int = 4
    seats: int = 2
    bids: int = 6
    pool: str = "students"
    kind: str = "person"
    by: str = "unit"
    partner: str = ""
    writer: str = ""
    amount: int = 0
    cast: tuple[str, ...] = ()
    reason: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


CALLS = (
    Call("return-home", PROVINCE, "{short}{year}年返家乡社会实践（招募中）", OPEN,
         ("县融媒体中心采编助理", "乡村振兴局资料整理岗", "青年之家活动策划岗", "农技站田间记录员", "政务大厅导办岗"),
         many=40, seats=3, bids=24, cast=("student",)),
    Call("return-home", PREFECTURE, "{short}{year}年返家乡社会实践（在岗）", SERVING,
         ("社区儿童之家助教", "文旅局宣传助理", "乡镇档案数字化岗"), many=6, bids=10, cast=("student",)),
    Call("return-home", COUNTY, "{short}{year}年返家乡社会实践（上一期）", OVER,
         ("图书馆阅读推广岗", "电商中心客服岗"), many=2, seats=3, bids=6, cast=("student",)),
    Call("west-plan", PROVINCE, "{short}{year}年西部计划志愿者招募", DRAWN,
         ("乡镇基层青年工作", "服务三农岗位", "乡村教育岗位"), many=12, seats=2, bids=36, pool="graduates"),
    Call("internships", PREFECTURE, "{short}青年就业见习岗位", ACCEPTING,
         ("会计见习岗", "软件测试见习岗", "农产品检测见习岗"), bids=12, pool="graduates",
         partner="{short}青禾食品有限公司（示例）", by="partner", writer=EMPLOYER),
    Call("employment", PROVINCE, "{short}千校万岗岗位征集", OPEN, ("运营专员", "果蔬冷链管理员", "乡村民宿管家"),
         many=10, seats=2, bids=8, pool="graduates", partner="{short}山海文旅有限公司（示例）", by="partner"),
    Call("volunteering", COUNTY, "{short}暖冬志愿服务", SERVING, ("敬老餐桌帮厨", "儿童阅读陪伴", "社区环境整治"),
         many=3, seats=6, bids=12, pool="volunteers", cast=("student",)),
    Call("river-patrol", OTHER_COUNTY, "{short}河小青巡河行动", OVER, ("河段巡护",), many=2, seats=4, bids=7,
         pool="volunteers", known={"river": "示例河上游段"}),
    Call("mentoring", PREFECTURE, "{short}创业导师结对", OPEN, ("一对一创业辅导",), many=5, bids=6, pool="founders",
         by="person", cast=("founder",)),
    Call("founder-partners", PROVINCE, "{short}青年创业伙伴计划", SOON, ("品牌与渠道帮扶", "财税与融资帮扶"),
         partner="{short}青年创业促进会（示例）", by="partner"),
    Call("study-pairs", COUNTY, "{short}学伴结对", OPEN, ("数学和语文辅导", "英语朗读陪伴"), many=3, bids=4,
         pool="pupils", by="person", cast=("pupil",)),
    Call("leading-geese", PROVINCE, "{short}头雁带头人培育（第三期）", SERVING, ("种植带头人班", "乡村旅游带头人班"),
         many=2, seats=5, bids=12, pool="founders", cast=("founder",)),
    Call("qingma", PROVINCE, "{short}青马工程高校班", OVER, ("高校班",), many=1, seats=8, bids=8),
    Call("ecommerce-training", COUNTY, "{short}农村电商实训班", OPEN, ("直播与短视频班", "网店运营班"), many=2, seats=3,
         bids=9, pool="founders", cast=("founder",)),
    Call("night-school-courses", COUNTY, "{short}青年夜校冬季班", ACCEPTING, ("剪纸入门", "吉他弹唱", "短视频剪辑"),
         many=3, seats=3, bids=11, pool="volunteers", cast=("student",)),
    Call("holiday-classes", COUNTY, "{short}寒假公益托管班", OPEN, ("寒假托管班",), many=2, seats=10, bids=6,
         pool="pupils", cast=("pupil",)),
    Call("contest", PROVINCE, "{short}创青春创新创业大赛", JUDGED, ("乡村振兴组", "科技创新组"), many=2, seats=6,
         bids=8, pool="founders", cast=("founder",)),
    Call("skills-contest", PREFECTURE, "{short}振兴杯职业技能竞赛", OVER, ("电工",), many=1, seats=3, bids=6,
         pool="skilled-workers"),
    Call("role-model-selection", PREFECTURE, "{short}村村都有好青年推荐", SHOWN, ("好青年推荐名额",), many=2, seats=3,
         bids=5, pool="volunteers"),
    Call("project-grants", PROVINCE, "{short}青年项目资助", Phase("paid", -200, -195, -150, -110, 400),
         ("乡村服务项目资助",), many=1, seats=3, bids=5, pool="founders", amount=50000, cast=("founder",)),
    Call("student-aid", COUNTY, "{short}困难学子助学", SCREENING, ("希望工程助学金",), many=1, seats=8, bids=6,
         amount=3000, pool="graduates"),
    Call("wishes", COUNTY, "{short}圆梦微心愿", OPEN, ("一双冬季运动鞋", "一套课外读物", "一盏护眼台灯", "一个新书包"),
         many=6, seats=1, bids=3, pool="volunteers"),
    Call("needs", PREFECTURE, "{short}建功桑梓需求榜", OPEN,
         ("苹果梨黑星病怎么防治", "村集体民宿缺少设计", "木耳菌袋回收再利用", "冷库能耗偏高"), many=6, seats=2, bids=5,
         pool="experts", cast=("expert",)),
    Call("needs", OTHER_COUNTY, "{short}建功桑梓需求榜（已解决）", OVER, ("合作社账目怎样规范", "灌溉水渠漏水"), many=2,
         seats=1, bids=2, pool="experts"),
    Call("expert-visits", PROVINCE, "{short}博士团走基层", OPEN, ("果树植保现场指导", "农产品加工工艺诊断"), many=3,
         bids=3, kind="village", by="person", pool="experts", cast=("expert",)),
    Call("livestream", COUNTY, "青耘中国{short}专场直播", SCREENING, ("专场产品位",), many=1, seats=8, bids=6,
         pool="founders", cast=("founder",)),
    Call("fairs", OTHER_COUNTY, "{short}青禾集市", ACCEPTING, ("集市摊位",), many=1, seats=4, bids=8, pool="founders"),
    Call("hostel-stays", PREFECTURE, "{short}青年人才驿站", OPEN, ("人才驿站床位",), many=2, seats=3, bids=8,
         pool="graduates", cast=("student",)),
    Call("sport-events", PREFECTURE, "{short}青年冰雪运动会", CALLED_OFF, ("速滑", "雪地足球"), many=2, seats=20,
         bids=6, pool="volunteers", reason="场地冰层检测不合格，为保证安全取消，明年另行通知。"),
    Call("exchange", ELSEWHERE, "{short}青年联谊活动", OPEN, ("周末读书会",), many=2, seats=12, bids=3,
         pool="volunteers"),
    Call("loans", COUNTY, "{short}青农贷推荐", OPEN, ("青年创业小额贷款",), many=2, seats=20, bids=4, pool="founders",
         amount=300000, partner="{short}农村商业银行（示例）", by="partner"),
    Call("gifts", PROVINCE, "{short}回馈桑梓公益项目", Phase("serving", -120, -119, 200, -110, 400),
         ("乡村图书角", "冬衣暖心包"), many=2, seats=1, bids=0, amount=200000,
         partner="{short}青少年发展基金会（示例）", by="partner"),
    Call("vocational-start", COUNTY, "{short}两后生帮扶（推荐中）", OPEN, ("汽车维修班", "护理员班", "面点班"), many=3,
         seats=4, bids=5, pool="graduates"),
    Call("event-volunteers", PROVINCE, "{short}冰雪节志愿者招募", SOON, ("赛道引导", "语言服务"), seats=20),
)  # fmt: skip

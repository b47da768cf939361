"""The registers of the sample: lines of persons and of partners, most still standing, a few ended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sangzi.kernel.fields import Field
from sangzi.people.definitions import RegisterType, registers
from sangzi.people.models import Consent, Entry, Partner, Person
from sangzi.people.purposes import own_purpose

from .chance import Chance, one_of, stream
from .crowd import Crowd, people_of
from .days import day_after, since_day
from .names import FIELDS, enterprise_name
from .terrain import County, Spot, Terrain, likely

ENDED = 0.02  # the share of lines that ended
EARLY = 0.2  # the share of lines from before records began; organisations are older than people's fame
EARLY_CLUBS = 0.8
OFFERED = "offers"
SKILLED = ("skills", "subject", OFFERED, "topics", "work")  # fields that tell what somebody can do
OFFERS = ("{skill}：现场指导", "{skill}：线上答疑", "{skill}：给乡亲办一期培训", "{skill}：联系同行和设备")
WORDS = (
    "种植与加工", "养殖与销售", "乡村旅游", "电商直播", "农机服务", "手工制作", "志愿服务", "技术推广",
    "文化传播", "基层治理",
)  # fmt: skip
# What somebody can do, as people write it themselves; found by the search for skill.
SKILLS = (
    "果树栽培与病虫害防治", "苹果梨、蓝莓种植", "大棚蔬菜", "水稻节水灌溉", "玉米良种", "黑木耳菌种", "林下参",
    "肉牛育肥", "生猪防疫", "兽医", "中蜂养殖", "稻田养蟹", "农产品保鲜与冷库", "辣白菜加工与食品检测", "农机维修",
    "植保无人机", "网店运营", "直播带货", "短视频剪辑", "品牌与包装设计", "合作社财务", "小微企业税务",
    "青年创业贷款", "合同与土地流转", "民宿设计", "乡村旅游线路", "剪纸与刺绣", "墙绘", "英语口语",
    "中小学课业辅导", "心理咨询", "急救培训", "中医推拿", "程序开发", "数据分析", "污水处理", "村庄规划", "电工",
    "新闻写作", "合唱与音乐",
)  # fmt: skip
SAID = {
    "field": FIELDS,
    "institution": ("示例农业大学", "示例理工大学", "示例农业科学院", "示例师范大学", "示例医科大学", "示例设计学院"),
    "trade": ("电工", "焊工", "钳工", "数控车工", "农机修理工", "汽车维修工", "中式烹调师", "育婴员", "电子商务师"),
    "city": ("北京", "上海", "广州", "深圳", "杭州", "南京", "天津", "大连", "青岛", "武汉", "成都", "西安"),
}


@dataclass(frozen=True)
class Share:
    """A register whose lines are a share of a pool of people."""

    register: str
    pool: str
    share: float


SHARES = (
    Share("founders", "founders", 1.0),
    Share("founder-backbone", "founders", 0.32),
    Share("mentors", "mentors", 1.0),
    Share("volunteers", "volunteers", 0.4),
    Share("speakers", "speakers", 1.0),
    Share("talent-away", "talent-away", 1.0),
    Share("experts", "experts", 1.0),
    Share("skilled-workers", "skilled-workers", 1.0),
    Share("rural-leaders", "founders", 0.15),
    Share("social-workers", "speakers", 0.4),
)


@dataclass(frozen=True)
class Club:
    """A register of organisations: in which share of counties there is one, and how many more."""

    register: str
    kind: str
    name: str
    share: float
    more: float = 0.0


CLUBS = (
    Club("youth-enterprise-organisations", "青年创业组织", "{short}青年创业者联合会（示例）", 0.96),
    Club("volunteer-associations", "志愿服务组织", "{short}青年志愿者协会（示例）", 0.985),
    Club("rural-leader-organisations", "致富带头人组织", "{short}农村青年致富带头人协会（示例）", 0.97),
    Club("culture-sport-organisations", "文艺体育组织", "{short}青年文艺体育协会（示例）", 0.88),
    Club("social-organisations", "青年社会组织", "{short}青年公益服务中心（示例）", 0.7, 2.4),
)

ROLE_MODELS, TALENTS = "role-models", "ecommerce-talent"
IN_VILLAGES = {ROLE_MODELS: 0.79, TALENTS: 0.64}  # in which share of villages there is one
BOTH = 0.12  # how many of the village's talents are its role model as well


def enlist(terrain: Terrain, crowd: Crowd, seed: int, until: date) -> list[Entry]:
    """All lines, not yet stored; persons of the villages' registers join the crowd."""
    lines: list[Entry] = []
    for county in terrain.counties:
        chance = stream(seed, "registers", county.seat.code)
        for share in SHARES:
            lines += _of_pool(share, crowd.of(share.pool, county), chance, until)
        lines += _of_villages(county, crowd, chance, until)
        for club in CLUBS:
            lines += _of_club(club, county, chance, until)
    return lines


def store(lines: Sequence[Entry]) -> int:
    """Write partners, lines, and the consents of who entered themselves, the persons being there; how many lines."""
    Partner.objects.bulk_create([line.partner for line in lines if line.partner])
    standing = [line for line in lines if line.by_self and line.person and line.until is None]
    Consent.objects.bulk_create(
        Consent(person=line.person, purpose=own_purpose(line.register), given=line.since) for line in standing
    )
    return len(Entry.objects.bulk_create(lines))


def _of_pool(share: Share, pool: Sequence[Person], chance: Chance, until: date) -> Iterator[Entry]:
    for person in pool:
        if chance.random() < share.share:
            yield _line(share.register, person.home_id, chance, until, person=person)


def _of_villages(county: County, crowd: Crowd, chance: Chance, until: date) -> Iterator[Entry]:
    """At most one role model and one talent a village; now and then they are the same person."""
    models = _chosen(county, ROLE_MODELS, chance)
    talents = _chosen(county, TALENTS, chance)
    model_people = people_of(models, county, chance, until)
    known = {spot.pk: person for spot, person in zip(models, model_people, strict=True)}
    crowd.add(ROLE_MODELS, county, model_people)
    for spot, person in zip(models, model_people, strict=True):
        yield _line(ROLE_MODELS, spot.pk, chance, until, person=person)
    for spot, person in zip(talents, people_of(talents, county, chance, until), strict=True):
        same = known.get(spot.pk) if chance.random() < BOTH else None
        crowd.add(TALENTS, county, [same or person])
        yield _line(TALENTS, spot.pk, chance, until, person=same or person)


def _chosen(county: County, register: str, chance: Chance) -> list[Spot]:
    share = likely(IN_VILLAGES[register], county.effort) * min(county.weight * 3, 1)
    return [spot for spot in county.homes if chance.random() < share]


def _of_club(club: Club, county: County, chance: Chance, until: date) -> Iterator[Entry]:
    count = int(chance.random() < likely(club.share, county.effort)) + county.many(chance, club.more)
    for number in range(count):
        name = club.name.format(short=county.seat.short)
        if number:
            name = enterprise_name(chance, county.seat.short, county.seat.code).replace("专业合作社", "青年服务社")
        partner = Partner(name=name, kind=club.kind, home_id=county.seat.pk, sample=True)
        yield _line(club.register, county.seat.pk, chance, until, partner=partner)


def _line(
    register: str,
    unit: int,
    chance: Chance,
    until: date,
    *,
    person: Person | None = None,
    partner: Partner | None = None,
) -> Entry:
    since = since_day(chance, until, early=EARLY_CLUBS if partner else EARLY, lean=0.7)
    end = day_after(chance, since, until) if chance.random() < ENDED else None
    definition = registers()[register]
    fields = _fields(definition, chance, since)
    line = Entry(register=register, person=person, partner=partner, unit_id=unit, since=since, until=end, fields=fields)
    line.by_self = not definition.by_staff
    return line


def _fields(register: RegisterType, chance: Chance, since: date) -> str:
    """What the register asks for beyond the name: whatever must be there, what somebody can do, and mostly the rest."""
    skill = one_of(chance, SKILLS)  # one for the whole line: nobody works at one thing and offers another
    values: dict[str, str | list[str]] = {
        asked.key: _value(asked, chance, since, skill)
        for asked in register.fields
        if asked.kind != "choices" and (asked.required or asked.key in SKILLED or chance.random() < 0.7)
    }
    values |= {asked.key: _two(asked, since) for asked in register.fields if asked.kind == "choices"}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _two(asked: Field, since: date) -> list[str]:
    """One or two of the choices, by the day; nothing is drawn for it."""
    first, second = (since.toordinal() // every % len(asked.choices) for every in (1, 7))
    return [asked.choices[at] for at in sorted({first, second})]


def _value(asked: Field, chance: Chance, since: date, skill: str) -> str:
    if asked.kind == "choice":
        return one_of(chance, asked.choices)
    if asked.kind == "date":
        return since.isoformat()
    if asked.kind == "number":
        return str(int(chance.integers(1, 20)))
    if asked.key == OFFERED:
        return one_of(chance, OFFERS).format(skill=skill)
    return skill if asked.key in SKILLED else one_of(chance, SAID.get(asked.key, WORDS))

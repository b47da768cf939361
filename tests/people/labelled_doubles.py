"""A labelled set of persons: notes of one person made twice or thrice, and persons who look alike and are two.

Made from a seed. What happens to a second note is what happens at a desk: a character that reads alike, a variant
character, a slip of the hand, an old phone, a day and month turned round, a home noted one level higher. What makes two
alike: common names, twins, a parent's phone, colleagues born on one day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sangzi.people.doubles import Traits
from sangzi.sample.chance import stream
from sangzi.sample.names import person_names
from sangzi.units.initials import initials

# Characters of given names that read alike, by reading; written down apart from the program's own tables.
HOMOPHONES = (
    "伟玮炜维", "静婧靖菁", "杰洁捷", "磊蕾", "婷亭廷", "丽莉立利", "宇雨玉钰", "欣鑫馨新昕", "佳嘉家", "明铭鸣",
    "华桦骅", "宁凝", "晨辰陈", "阳洋扬杨", "思斯司", "梅玫眉", "燕艳雁晏", "红宏洪鸿", "东冬", "志智治", "文雯闻",
    "俊军君钧", "晓小筱", "子梓紫", "海涛", "英颖莹瑛", "春纯", "诗施", "雪学", "飞菲妃", "平萍", "涵含晗", "龙隆",
    "光广", "兰岚澜", "凤奉", "慧惠卉", "森深",
)  # fmt: skip
_VARIANTS = (
    "杰傑", "峰峯", "哲喆", "宁甯", "坤堃", "龙龍", "刘劉", "张張", "陈陳", "国國", "华華", "丽麗", "凤鳳", "兰蘭",
    "东東", "辉輝", "泽澤", "颖穎", "萧肖", "庆慶",
)  # fmt: skip
VARIANTS = {pair[0]: pair[1] for pair in _VARIANTS}
COMMON = (
    "张伟", "王伟", "李伟", "王芳", "李娜", "张敏", "李静", "王静", "刘伟", "王丽", "张丽", "李强", "张静", "李军",
    "王强", "张磊", "李杰", "刘洋", "王磊", "张勇", "王军", "李勇", "张杰", "王艳", "李明", "王勇", "张强", "刘杰",
    "李鹏", "王平", "刘芳", "王刚", "张涛", "陈杰", "王霞", "李红", "刘敏", "张超", "王超", "李婷", "王婷", "陈静",
    "刘静", "张婷", "李丹", "王丹", "陈伟", "杨洋", "赵静", "孙伟",
)  # fmt: skip
HEADS = ("138", "139", "150", "151", "158", "177", "186", "188", "199")


@dataclass(frozen=True)
class Labelled:
    """Notes of persons; two notes of the same `whose` are of one person."""

    notes: list[Traits]
    whose: dict[int, int]

    def doubles(self) -> set[tuple[int, int]]:
        """All pairs of notes that are of one person."""
        notes: dict[int, list[int]] = {}
        for key, person in self.whose.items():
            notes.setdefault(person, []).append(key)
        return {(a, b) for keys in notes.values() for a in keys for b in keys if a < b}


def labelled(seed: int, persons: int = 2000, twice: float = 0.25) -> Labelled:
    """A set with so many persons, of whom a share was noted twice and a fifth of those thrice."""
    chance = Random(seed)
    names = person_names(stream(seed, "doubles"), persons)
    real: list[Traits] = [_person(number, names[number], chance) for number in range(persons)]
    _make_alike(real, chance)
    notes, whose = list(real), {one.key: one.key for one in real}
    for one in real:
        if chance.random() < twice:
            for _again in range(2 if chance.random() < 0.2 else 1):
                key = persons + len(notes)
                notes.append(_noted_again(one, key, chance))
                whose[key] = one.key
    return Labelled(notes, whose)


def halves(whole: Labelled) -> tuple[Labelled, Labelled]:
    """Two sets with no person in both."""
    return tuple(
        Labelled([note for note in whole.notes if whole.whose[note.key] // 12 % 2 == half],
                 {key: person for key, person in whole.whose.items() if person // 12 % 2 == half})
        for half in (0, 1)
    )  # fmt: skip


def _person(number: int, name: str, chance: Random) -> Traits:
    county = chance.randrange(1, 9)
    town = county * 10 + chance.randrange(6)
    born = date(1985, 1, 1) + timedelta(days=chance.randrange(8000))
    name = chance.choice(COMMON) if chance.random() < 0.15 else name
    phone = _phone(chance) if chance.random() < 0.8 else ""
    home = (1, 2, 3, 100 + county, 1000 + town)
    return Traits(number, name, initials(name)[:30], phone, born if chance.random() < 0.7 else None, home)


def _make_alike(real: list[Traits], chance: Random) -> None:
    """Twins with names alike and one phone; children with a parent's phone; colleagues of one birth date."""
    for at in range(0, len(real) - 1, 12):
        one, other = real[at], real[at + 1]
        kind = chance.randrange(4)
        if kind == 0:
            twin = one.name[:-1] + chance.choice("龙凤明亮文武")
            real[at + 1] = replace(
                other, name=twin, initials=initials(twin), born=one.born, home=one.home, phone=one.phone
            )
        elif kind == 1:
            real[at + 1] = replace(other, phone=one.phone, home=one.home, born=_earlier(one.born))
        elif kind == 2:
            real[at + 1] = replace(other, born=one.born, home=one.home)
        else:
            real[at + 1] = replace(other, name=one.name, initials=one.initials, home=one.home)


def _earlier(born: date | None) -> date | None:
    return born - timedelta(days=9000) if born else None


def _noted_again(one: Traits, key: int, chance: Random) -> Traits:
    name = _other_name(one.name, chance)
    return Traits(
        key, name, initials(name)[:30], _other_phone(one.phone, chance), _other_birth(one.born, chance),
        _other_home(one.home, chance),
    )  # fmt: skip


def _other_name(name: str, chance: Random) -> str:
    draw = chance.random()
    if draw < 0.62:
        return name
    if draw < 0.80:
        return _exchanged(name, {sign: group.replace(sign, "") for group in HOMOPHONES for sign in group}, chance)
    if draw < 0.90:
        return _exchanged(name, VARIANTS, chance)
    if draw < 0.96 and len(name) > 2:
        at = chance.randrange(1, len(name))
        return name[:at] + chance.choice("一元建亚思长生") + name[at + 1 :]
    return name[:-1] if len(name) > 2 else name


def _exchanged(name: str, instead: dict[str, str], chance: Random) -> str:
    places = [at for at in range(len(name)) if instead.get(name[at])]
    if not places:
        return name
    at = chance.choice(places)
    return name[:at] + chance.choice(instead[name[at]]) + name[at + 1 :]


def _phone(chance: Random) -> str:
    return chance.choice(HEADS) + "".join(str(chance.randrange(10)) for _digit in range(8))


def _other_phone(phone: str, chance: Random) -> str:
    draw = chance.random()
    if not phone:
        return phone if draw < 0.4 else _phone(chance)
    if draw < 0.45:
        return phone
    if draw < 0.65:
        return _phone(chance)
    if draw < 0.73:
        at = chance.randrange(3, 11)
        return phone[:at] + str((int(phone[at]) + chance.randrange(1, 10)) % 10) + phone[at + 1 :]
    return ""


def _other_birth(born: date | None, chance: Random) -> date | None:
    draw = chance.random()
    if born is None or draw < 0.62:
        return born
    if draw < 0.70:
        return (
            born.replace(day=born.month, month=born.day)
            if born.day <= 12
            else born.replace(day=chance.randrange(1, 28))
        )
    return None


def _other_home(home: tuple[int, ...], chance: Random) -> tuple[int, ...]:
    draw = chance.random()
    if draw < 0.75:
        return home
    return home[:4] if draw < 0.92 else (1, 2, 3, 101, 1010)

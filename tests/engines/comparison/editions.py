"""Two editions of a made-up county plan, statement by statement, and which answers which (judged by hand)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sangzi.engines.comparison import Point

# (key, title, quote): the same key in both lists is the same matter in other words.
FIRST = [
    ("homes", "青年之家覆盖乡镇比例", "青年之家覆盖六成乡镇"),
    ("homes-late", "青年之家覆盖乡镇比例", "青年之家覆盖全部乡镇"),
    ("night", "青年夜校数量", "办好青年夜校12所"),
    ("night-people", "青年夜校参训人次", "夜校参训不少于3000人次"),
    ("mentor", "每名返乡创业青年配备的导师数", "为每名返乡创业青年配1名导师"),
    ("loans", "青年创业贷款发放金额", "发放青创贷款2000万元"),
    ("pupils", "资助困难家庭学生人数", "每年资助困难家庭学生300名"),
    ("posts", "返家乡实践岗位数", "募集返家乡实践岗位500个"),
    ("posts-low", "设在乡镇的实践岗位占比", "七成以上的岗位设在乡镇"),
    ("rooms", "希望小屋数量", "新建希望小屋20间"),
    ("river", "巡河护河志愿服务场次", "开展巡河护河活动60场"),
    ("trees", "青少年植树株数", "组织青少年植树1万株"),
    ("air", "细颗粒物年均浓度", "PM2.5年均浓度控制在32微克/立方米以内"),
    ("water", "地表水优良断面比例", "地表水优良断面比例达到85%"),
    ("beds", "每千名老人养老床位数", "每千名老人拥有养老床位38张"),
    ("doctors", "每万名居民全科医生数", "每万名居民拥有3名全科医生"),
    ("classes", "红领巾课堂次数", "红领巾课堂每月不少于2次"),
    ("branch", "建有团支部的村比例", "建有团支部的村达到90%"),
    ("radio", "村村通广播站数", "每个村都有广播站"),
    ("fairs", "青年集市场次", "举办青年集市8场"),
]
SECOND = [
    ("air", "PM2.5平均浓度", "全年PM2.5平均浓度不高于30微克/立方米"),
    ("homes-late", "乡镇青年之家覆盖率", "实现乡镇青年之家全覆盖"),
    ("homes", "乡镇青年之家覆盖率", "乡镇青年之家覆盖率达到八成"),
    ("night", "青年夜校开办数", "全县青年夜校达到15所"),
    ("night-people", "青年夜校培训人次", "夜校培训青年4000人次"),
    ("mentor", "返乡创业青年结对导师数", "每名返乡创业青年至少有1名导师结对"),
    ("pupils", "困难家庭学生资助人数", "每年帮助困难家庭学生350名"),
    ("posts", "“返家乡”社会实践岗位数", "提供“返家乡”社会实践岗位450个"),
    ("posts-low", "乡镇实践岗位占比", "75%以上的实践岗位放在乡镇"),
    ("rooms", "“希望小屋”建设数", "再建“希望小屋”25间"),
    ("river", "护河巡河志愿服务次数", "组织护河巡河志愿服务80场"),
    ("water", "地表水断面优良率", "地表水断面优良率保持在88%以上"),
    ("beds", "每千名老年人拥有养老床位", "每千名老年人拥有养老床位40张"),
    ("branch", "村级团支部覆盖率", "村级团支部覆盖率95%"),
    ("classes", "红领巾大课堂次数", "红领巾大课堂每月2次"),
    ("chargers", "新建充电桩数", "新建公共充电桩120个"),
    ("nursery", "托育机构托位数", "普惠托位新增200个"),
    ("sport", "青年运动会届数", "举办青年运动会1届"),
    ("hotline", "服务热线接通率", "热线接通率95%以上"),
    ("library", "农家书屋开放天数", "农家书屋每周开放5天"),
]
_DEADLINES = {"homes": 2023, "homes-late": 2025}


def points(edition: list[tuple[str, str, str]], year: int) -> list[Point]:
    """The statements with what a reader would give beside the words: deadline, unit, shape."""
    return [_point(key, title, quote, year) for key, title, quote in edition]


def _point(key: str, title: str, quote: str, year: int) -> Point:
    share = any(word in title for word in ("比例", "占比", "率"))
    due = date(_DEADLINES.get(key, year), 12, 31)
    return Point(title, quote, Decimal(1), unit="%" if share else "", deadline=due, shape="share" if share else "count")

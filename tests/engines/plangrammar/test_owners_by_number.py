"""A later part that names owners by the numbers of items; yearly plans and terms that say their time in other words."""

from __future__ import annotations

from sangzi.engines import plangrammar

PLAN = (
    "护林行动计划\n一、任务\n1. 建苗圃。新建苗圃30个。\n2. 强队伍。培训护林员900名。\n3. 办比赛。举办护林比赛12场。\n"
    "二、分工\n以上任务中，第1项由县林业局牵头，第2、3项由县教育局牵头、团县委配合。\n"
)


def found(text):
    return {each.value: each for each in plangrammar.read(text).commitments}


def test_each_item_has_the_owners_of_its_number_and_the_numbers_are_no_commitments():
    said = {value: each.owners for value, each in found(PLAN).items()}
    assert said == {30: ("县林业局",), 900: ("县教育局", "团县委"), 12: ("县教育局", "团县委")}


def test_a_range_of_items_is_understood():
    text = PLAN.replace("第1项由县林业局牵头，第2、3项", "第1至3项")
    assert {each.owners for each in found(text).values()} == {("县教育局", "团县委")}


def test_an_item_with_a_note_of_its_own_keeps_it():
    text = PLAN.replace("新建苗圃30个。", "新建苗圃30个。（责任单位：县水利局）")
    assert found(text)[30].owners == ("县水利局",)


def test_a_label_for_those_who_undertake_it_names_one():
    assert found("护林计划\n新建苗圃30个。（承办：苗木科）\n")[30].owners == ("苗木科",)


def test_a_yearly_plan_may_leave_its_year_to_its_number():
    text = "鹿山县护林年度工作要点\n（鹿林发〔2024〕5号）\n一、任务\n新建苗圃30个；培训护林员900名。\n"
    assert {each.deadline for each in found(text).values()} == {"2024-12-31"}


def test_before_school_begins_in_autumn_is_the_end_of_august():
    assert found("护林计划\n到2024年秋季开学前，新建苗圃30个。\n")[30].deadline == "2024-08-31"


def test_what_there_is_may_be_made_into_something():
    each = found("护林计划\n到2026年，将现有的6所林场整合为3所。\n")[3]
    assert (each.status, each.deadline) == ("target", "2026-12-31")

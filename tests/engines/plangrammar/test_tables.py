from __future__ import annotations

import pytest

from tests.engines.plangrammar.sentences import only, rows

TABS = (
    "某市林业规划\n序号\t指标名称\t单位\t2020年\t2025年目标\t属性\n"
    "1\t造林面积\t万亩\t3.5\t4.2\t约束性\n2\t林火受害率\t‰\t0.9\t≤0.5\t约束性\n"
)
PIPES = (
    "| 指标 | 2020年 | 2025年 | 责任单位 |\n|---|---|---|---|\n"
    "| 造林面积（万亩） | 3.5 | 4.2 | 市林草局 |\n| 林火受害率（‰） | 0.9 | 0.5 | 市应急局、市林草局 |\n"
)
BLANKS = "指标 单位 2020年 2025年目标 属性\n造林面积 万亩 3.5 4.2 约束性\n林火受害率 ‰ 0.9 ≤0.5 约束性\n"
ONE_LINE = (
    "主要目标：指标 单位 2020年 2025年目标 属性 造林面积 万亩 3.5 4.2 约束性 林火受害率 ‰ 0.9 ≤0.5 约束性 "
    "三、措施 加强管护。"
)
ONE_CELL_A_LINE = (
    "指标\n单位\n2020年\n2025年目标\n属性\n造林面积\n万亩\n3.5\n4.2\n约束性\n林火受害率\n‰\n0.9\n≤0.5\n约束性\n"
    "三、措施\n加强管护。"
)


@pytest.mark.parametrize("text", [TABS, PIPES, BLANKS, ONE_LINE, ONE_CELL_A_LINE], ids=range(5))
def test_a_table_is_read_however_its_cells_are_parted(text):
    assert [(row["value"], row["unit"], row["status"], row["deadline"], row["comparator"]) for row in rows(text)] == [
        (35000, "亩", "result", "2020-12-31", "="),
        (42000, "亩", "target", "2025-12-31", ">="),
        (0.9, "‰", "result", "2020-12-31", "="),
        (0.5, "‰", "target", "2025-12-31", "<="),
    ]


def test_a_row_names_its_owners():
    assert [row["owners"] for row in rows(PIPES)[::2]] == [["市林草局"], ["市应急局", "市林草局"]]


def test_the_name_of_a_row_is_its_indicator_without_the_unit():
    assert [row["indicator"] for row in rows(PIPES)[::2]] == ["造林面积", "林火受害率"]


def test_a_yearly_list_of_tasks_has_amounts_in_cells():
    row = only("2024年实事清单\n序号 任务 目标值 责任单位\n1 新建苗圃 20个 市林草局\n")
    assert (row["value"], row["unit"], row["deadline"], row["owners"]) == (20, "个", "2024-12-31", ["市林草局"])


SENTENCES = (
    "2024年分工表\n序号\t任务\t具体目标\t责任单位\t完成时限\n"
    "1\t苗圃\t新建苗圃5个、扩建苗圃3个\t市林草局\t6月底前\n2\t培训\t培训林农不少于60场\t市农业局\t10月底\n"
)


def test_cells_that_are_sentences_get_owners_and_date_from_their_row():
    assert [(row["value"], row["deadline"], row["owners"]) for row in rows(SENTENCES)] == [
        (5, "2024-06-30", ["市林草局"]),
        (3, "2024-06-30", ["市林草局"]),
        (60, "2024-10-31", ["市农业局"]),
    ]


def test_the_unit_may_stand_in_a_caption_or_be_a_dash():
    assert [row["unit"] for row in rows("单位：万元\n项目\t2023年完成\t2024年计划\n造林投入\t50\t80\n")] == ["元", "元"]
    assert only("指标 单位 2025年目标\n用水系数 — 0.57\n")["unit"] is None


def test_text_after_a_table_is_read_as_text():
    assert [row["value"] for row in rows(TABS + "到2025年，新建苗圃5个。")][-1] == 5


def test_words_that_only_look_like_a_header_are_left_alone():
    assert rows("项目 名称 内容 说明 加强管护 提高认识") == []


def test_a_quote_of_a_table_spans_name_and_value():
    assert rows(TABS)[1]["quote"] == "造林面积\t万亩\t3.5\t4.2"


def test_rows_of_sentences_on_one_line_are_told_apart_by_their_numbers():
    text = (
        "2024年清单 序号 项目 建设内容 责任单位 完成时限 1 苗圃 新建苗圃5个 市林草局 6月底 "
        "2 培训 培训林农60人 市农业局 10月底 备注：按月调度。"
    )
    assert [(row["value"], row["deadline"], row["owners"]) for row in rows(text)] == [
        (5, "2024-06-30", ["市林草局"]),
        (60, "2024-10-31", ["市农业局"]),
    ]


def test_cells_may_be_parted_by_commas():
    text = "指标,2020年,2025年目标\n造林面积(万亩),3.5,4.2\n"
    assert [row["value"] for row in rows(text)] == [35000, 42000]

"""Numbers that are no commitments. Each line is one; beside each kind stands one that is."""

from __future__ import annotations

import pytest

from tests.engines.plangrammar.sentences import only, rows, values

NO_COMMITMENTS = {
    "label": "统筹推进五大工程、四个方面和三项机制，聚焦三类人群。",
    "label in quotes": "落实“三会一课”，打造“1+5”工作矩阵，建设“15分钟服务圈”。",
    "joined by a plus": "推行3+2个模式和7×24小时服务。",
    "title": "落实《关于加强护林工作的20条措施》。",
    "ordinal": "召开第5次会议，承办第三届论坛。",
    "rank": "进入全市前10名，排名位居全省前20%。",
    "anniversary": "迎接建场70周年，纪念林业改革40周年。",
    "duration": "在5年过渡期内保持稳定，开展三年行动，3日内回复。",
    "telephone": "拨打12345热线或0571-88886666。",
    "document": "贯彻林发〔2021〕57号文件和1号令。",
    "figure of speech": "树立一批典型，建立一套机制，形成一种风气。",
    "vague": "联系数十家林场，走访好几户农家。",
    "scale alone": "实施百名专家下乡行动，组织万名职工进林区。",
    "age": "面向60岁以上老年人和18至35周岁青年开展宣传。",
    "score": "满分100分，每少完成1项扣5分，得分90分以上为优秀。",
    "condition": "对投资1000万元以上的项目优先安排用地。",
    "for whom": "对年产值500万元以上的林场，优先安排用地。",
    "fine": "对毁林行为处1万元以上5万元以下罚款。",
    "years served": "服务满3年的护林员优先转正。",
    "distance": "林区500米范围内禁止用火。",
    "binary": "召开一次动员会的筹备会议，成立协会，出台办法。",
    "direction": "提高造林成活率，严格控制采伐规模，规模稳中有增。",
    "web residue": "浏览次数：265 发布时间：2024-07-16",
    "adverb": "给予一次性支持。",
    "programme in quotes": "推广“村村都有好林长”选培活动。",
    "adjective": "构建全覆盖的护林体系，实行全方位、多层次、全覆盖式监督。",
    "date of a report": "各林场每月5日前报送进展。",
}


@pytest.mark.parametrize("text", NO_COMMITMENTS.values(), ids=NO_COMMITMENTS)
def test_it_is_no_commitment(text):
    assert rows(text, year=2024) == []


COMMITMENTS = {
    "培育林下合作社八家。": 8,
    "每年至少开展一次普查。": 1,
    "平均管护年限达到11.3年。": 11.3,
    "人均预期寿命达到79岁。": 79,
    "群众满意度不低于90分。": 90,
    "审批时限压缩至5个工作日以内。": 5,
    "志愿服务时长9.6万小时。": 96000,
    "硬化防火道路12公里。": 12,
    "为6岁以下儿童提供免费门票。": 6,
    "综合考核连续2年为“好”的，予以重用。": 2,
}


@pytest.mark.parametrize(("text", "value"), COMMITMENTS.items())
def test_its_neighbour_is_one(text, value):
    assert only(text)["value"] == value


def test_what_a_unit_must_meet_is_no_statement_of_its_own():
    assert values("60%以上乡镇林站至少有1个苗圃。") == [60]


def test_the_size_of_what_is_counted_is_none_either():
    assert values("引进投资5000万元以上项目20个，亿元以上项目6个。") == [20, 6]
    assert values("产值50万元以上的林场不少于三分之一。") == [33.33]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.units.names import short_name, told_apart

CASES = [
    ("吉林省", 1, "全国", "吉林"),
    ("内蒙古自治区", 1, "全国", "内蒙古"),
    ("广西壮族自治区", 1, "全国", "广西"),
    ("香港特别行政区", 1, "全国", "香港"),
    ("延边朝鲜族自治州", 2, "吉林", "延边"),
    ("克孜勒苏柯尔克孜自治州", 2, "新疆", "克孜勒苏"),
    ("大兴安岭地区", 2, "黑龙江", "大兴安岭"),
    ("前郭尔罗斯蒙古族自治县", 3, "松原", "前郭尔罗斯"),
    ("双江拉祜族佤族布朗族傣族自治县", 3, "临沧", "双江"),
    ("东乡族自治县", 3, "临夏", "东乡"),
    ("鄂温克族自治旗", 3, "呼伦贝尔", "鄂温克"),
    ("顺河回族区", 3, "开封", "顺河"),
    ("神农架林区", 3, "湖北", "神农架"),
    ("四平市铁东区四马路街道东方社区居民委员会", 5, "四马路街道", "东方社区"),
    ("和平村村民委员会", 5, "太平镇", "和平村"),
    ("和平村委会", 5, "太平镇", "和平村"),
    ("东城街道办事处", 4, "柳河", "东城街道"),
]
KEPT_WHOLE = ["东区", "赵县", "浦东新区", "井陉矿区", "科尔沁右翼前旗", "西沙群岛"]
KEPT_APART = [
    ("吉林市", 2, "吉林", "吉林市"),
    ("海南藏族自治州", 2, "青海", "海南州"),
    ("长沙县", 3, "长沙", "长沙县"),
    ("阜新蒙古族自治县", 3, "阜新", "阜新县"),
]


@pytest.mark.parametrize(("name", "level", "above", "short"), CASES)
def test_a_display_name_leaves_out_what_its_place_says(name, level, above, short):
    assert short_name(name, level, above) == short


@pytest.mark.parametrize("name", KEPT_WHOLE)
def test_a_name_that_would_become_unclear_stays_whole(name):
    assert short_name(name, 3) == name


@pytest.mark.parametrize(("name", "level", "above", "short"), KEPT_APART)
def test_a_name_that_would_be_its_parents_or_a_provinces_keeps_a_word(name, level, above, short):
    assert short_name(name, level, above) == short


@given(st.text("东西南北山河县市区州省村镇乡社居委会民员自治族回藏", min_size=2, max_size=12), st.integers(0, 9))
def test_no_display_name_is_a_single_character(name, level):
    assert len(short_name(name, level)) >= 2


def test_two_children_of_one_parent_keep_different_names():
    names = ["伊宁市", "伊宁县", "霍城县"]
    assert told_apart(names, ["伊宁", "伊宁", "霍城"], [7, 7, 7]) == ["伊宁市", "伊宁县", "霍城"]


def test_children_of_different_parents_may_share_a_display_name():
    assert told_apart(["朝阳区", "朝阳区"], ["朝阳", "朝阳"], [1, 2]) == ["朝阳", "朝阳"]

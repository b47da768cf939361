import pytest
from click.testing import CliRunner

from sangzi.cli.units import command

pytestmark = pytest.mark.django_db


def said(*arguments):
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_show_tells_where_a_unit_hangs_and_what_is_below(tree):
    told = said("show", "222406").output
    assert "和龙市" in told
    assert "全国 > 吉林 > 延边" in told


def test_search_tells_the_way_to_each_hit(tree):
    assert "石国村委会  全国 > 吉林 > 延边 > 和龙 > 龙城镇" in said("search", "石国").output


def test_search_says_when_nothing_fits(tree):
    assert "没有找到" in said("search", "亚特兰蒂斯").output


def test_import_says_what_came_in(tree, tmp_path):
    (tmp_path / "units.csv").write_text("code,name,parent,level\nX1,新兴镇,222406,4\n")
    assert "导入1个单位" in said("import", str(tmp_path / "units.csv"), "--on", "2024-05-01").output
    assert "2024-05-01" in said("show", "X1").output

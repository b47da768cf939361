from importlib.resources import files

import pytest

from sangzi.units import bundle
from sangzi.units.actions import load_bundle
from sangzi.units.codes import is_official
from sangzi.units.models import Unit, UnitEvent
from sangzi.units.queries import count_by_level, history, unit_by_code


@pytest.fixture(scope="module")
def china():
    return bundle.read(bundle.CHINA)


def row_of(tree, code):
    return tree.codes.index(code)


def parent_of(tree, code):
    return tree.names[tree.parents[row_of(tree, code)]]


def test_the_bundle_is_small():
    assert sum(path.stat().st_size for path in files(bundle).iterdir() if path.name.endswith(".xz")) < 400_000


def test_the_whole_of_china_is_in_it(china):
    assert [china.levels.count(level) for level in range(5)] == [1, 34, 358, 3357, 41339]


def test_no_code_comes_twice(china):
    codes = [code for code in china.codes if code]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("110101", "北京市"),  # no 市辖区 between
        ("500229", "重庆市"),  # no 县 between
        ("419001", "河南省"),  # no 省直辖县级行政区划 between
        ("441900003", "东莞市"),  # no county between
        ("620201100", "嘉峪关市"),
        ("222406104", "和龙市"),
    ],
)
def test_nothing_hangs_on_a_placeholder(china, code, parent):
    assert parent_of(china, code) == parent


def test_hong_kong_macao_and_taiwan_have_levels_of_their_own(china):
    districts = [at for at, name in enumerate(china.names) if name == "油尖旺区"]
    assert [china.names[china.parents[at]] for at in districts] == ["九龙"]


def test_every_village_of_jilin_hangs_on_a_township_of_the_bundle(china):
    villages = bundle.read(bundle.JILIN_VILLAGES)
    assert len(villages.names) == 11_860
    assert set(villages.under) <= set(china.codes)


@pytest.mark.parametrize(
    ("code", "level", "official"),
    [("220171", 3, False), ("220102", 3, True), ("110115403", 4, False), ("220102001", 4, True), ("JLU", 9, True)],
)
def test_development_zones_are_not_official(code, level, official):
    assert is_official(code, level) is official


def test_the_bundle_is_loaded_with_one_event(db):
    done = load_bundle(villages=False)
    assert (done.added, UnitEvent.objects.count()) == (45_089, 1)
    assert count_by_level(unit_by_code("222400")) == {3: 8, 4: 118}
    assert [line.event.kind for line in history(unit_by_code("222406"))] == ["import"]
    assert unit_by_code("220000").children.order_by("order").first().short == "长春"
    assert not Unit.objects.filter(path="").exists()

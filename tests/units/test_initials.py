import pytest

from sangzi.units.initials import initials, search_initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("长春市", "ccs"),
        ("长治市", "zzs"),
        ("重庆市", "cqs"),
        ("番禺区", "pyq"),
        ("厦门市", "xms"),
        ("大厦社区", "dssq"),
    ],
)
def test_place_names_are_read_as_people_there_read_them(name, letters):
    assert initials(name) == letters


def test_digits_and_latin_letters_stay_and_signs_go():
    assert initials("第128团（A区）") == "d128taq"


def test_a_character_outside_the_table_is_still_read():
    assert initials("囧村") == "jc"


def test_a_unit_is_found_by_the_initials_of_its_whole_name():
    assert search_initials("吉林省", "吉林") == "jls"


def test_a_name_that_repeats_its_township_is_found_by_its_own_part():
    assert search_initials("四平市铁东区四马路街道东方社区居民委员会", "东方社区") == "dfsq"

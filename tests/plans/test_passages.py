from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sangzi.plans.passages import pieces_of, places_of, read_passage

TEXT = "一、苗圃。全年举办护林课12场以上。\n二、护林。全年举办护林课１２场　以★上，培训20人。\n"


def spans(passage, text=TEXT):
    return [(one.start, one.end) for one in places_of(passage, text)]


def test_a_passage_is_found_where_it_stands():
    assert [TEXT[start:end] for start, end in spans(" 培训20人 ")] == ["培训20人"]


def test_an_exact_passage_is_preferred_to_one_that_is_written_otherwise():
    assert len(spans("护林课12场以上")) == 1


def test_blanks_ornaments_and_widths_may_differ():
    assert [TEXT[start:end] for start, end in spans("护林课12 场以上，培训 20人")] == ["护林课１２场　以★上，培训20人"]


def test_what_stands_in_several_places_is_told_apart_by_what_is_around_it():
    before = [place.before for place in places_of("全年举办", TEXT)]
    assert before == ["一、苗圃。", before[1]]
    assert before[1].endswith("二、护林。")


def test_what_is_not_there_or_has_no_word_is_nowhere():
    assert spans("植树") == spans("。。") == spans("") == []


@given(st.text("护林课12场。　★ab", max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_every_part_of_a_text_with_a_word_in_it_is_found(text, start, length):
    passage = text[start : start + length]
    found = spans(passage, text)
    assert bool(found) == bool(passage.strip()) or not any(one.isalnum() for one in passage)
    assert all(0 <= first < last <= len(text) for first, last in found)


def test_a_passage_is_read_alone_with_places_of_the_whole_text():
    start = TEXT.index("培训20人")
    (found,) = read_passage(TEXT, start, start + 5, year=2024, scope="吉林省")
    assert (found.value, found.unit, found.offset, found.scope) == (20, "人", start, "吉林省")
    assert read_passage("。★。", 0, 3, year=None, scope="") == []


def test_the_title_says_when_the_targets_of_a_passage_end():
    text = "2024年林草工作要点\n一、护林\n办好护林课，办12场。\n"
    start = text.index("办12场")
    (found,) = read_passage(text, start, start + 4, year=2024, scope="吉林省")
    assert (found.deadline, found.offset) == ("2024-12-31", start)


def test_a_quote_is_split_by_its_numbers_with_the_levels_it_names():
    assert pieces_of("省、市、县分别举办4次、6次、1.2万次") == [
        {"value": Decimal(4), "over": "province"},
        {"value": Decimal(6), "over": "prefecture"},
        {"value": Decimal(12000), "over": "county"},
    ]


def test_one_number_for_two_levels_is_two_pieces():
    assert pieces_of("市县两级各建1个") == [{"value": Decimal(1), "over": one} for one in ("prefecture", "county")]


def test_a_quote_that_says_nothing_of_it_gives_two_pieces():
    assert pieces_of("全覆盖") == [{}, {}]


def test_the_only_number_goes_to_every_piece():
    assert pieces_of("建设不少于30个苗圃") == [{"value": Decimal(30)}] * 2

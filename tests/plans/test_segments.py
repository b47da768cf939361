from hypothesis import given
from hypothesis import strategies as st

from sangzi.plans.segments import Mark, segments, sentence_around

TEXT = "一二三四五六七八九十" * 3
EDGES = st.tuples(st.integers(0, 35), st.integers(0, 35)).map(sorted)
MARKS = st.lists(st.tuples(EDGES, st.integers(1, 99)).map(lambda mark: Mark(*mark[0], mark[1], "proposed")))


@given(MARKS, st.lists(EDGES))
def test_segments_cover_the_text_exactly_once(marks, private):
    pieces = segments(TEXT, marks, private)
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]


@given(MARKS, st.lists(EDGES))
def test_every_character_lies_under_just_its_own_marks(marks, private):
    for piece in segments(TEXT, marks, private):
        for at in range(piece.start, piece.end):
            assert sorted(piece.marks) == sorted(mark for mark in marks if mark.start <= at < mark.end)
            assert piece.private == any(start <= at < end for start, end in private)


def test_where_two_commitments_overlap_the_piece_carries_both():
    pieces = segments("护林课与苗圃", [Mark(0, 4, 1, "proposed"), Mark(3, 6, 2, "confirmed")], [])
    assert [[mark.commitment for mark in piece.marks] for piece in pieces] == [[1], [1, 2], [2]]


def test_an_empty_text_has_no_pieces():
    assert segments("", [Mark(0, 3, 1, "proposed")], [(0, 2)]) == []


def test_a_sentence_ends_at_its_full_stop():
    text = "先说一句。今年种树不少于三十棵，并养护。再说一句。"
    at = text.index("不少于")
    assert sentence_around(text, at, at + 6) == "今年种树不少于三十棵，并养护。"


def test_a_page_break_inside_a_clause_ends_nothing():
    text = "一、今年种树\n\n不少于三十棵。"
    at = text.index("不少于")
    assert sentence_around(text, at, at + 6, floor=2, ceiling=len(text)) == "今年种树不少于三十棵。"


def test_outside_a_clause_a_line_is_a_sentence():
    text = "种树\n不少于三十棵\n养护"
    assert sentence_around(text, 3, 9) == "不少于三十棵"


@given(st.text(alphabet="树。\n，", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_the_quote_is_always_within_its_sentence(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    quote = "".join(text[start:end].split())
    assert quote.strip("。") in "".join(sentence_around(text, start, end).split())

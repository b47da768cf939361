from hypothesis import given
from hypothesis import strategies as st

from sangzi.plans.masks import PrivateSpan, mask, masked

SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["name", "phone", "mail"])).map(
        lambda span: PrivateSpan(min(span[:2]), max(span[:2]), span[2])
    )
)


def test_a_name_keeps_its_first_character():
    assert mask("柳青禾", "name") == "柳**"


def test_a_landline_keeps_its_area_code():
    assert mask("0431-88901234", "phone") == "0431-********"
    assert mask("010-88901234", "phone") == "010-********"


def test_a_mobile_number_looks_as_it_does_everywhere():
    assert mask("138 1234 1234", "phone") == "138 **** 1234"


def test_a_local_number_is_hidden_whole():
    assert mask("88901234", "phone") == "********"


def test_any_other_kind_is_hidden_whole():
    assert mask("liu@example.org", "mail") == "*" * 15


@given(st.text(max_size=40), SPANS)
def test_masking_never_changes_the_length(text, spans):
    assert len(masked(text, spans)) == len(text)


@given(st.text(alphabet="柳青禾木", min_size=40, max_size=40), SPANS)
def test_what_no_span_covers_stays(text, spans):
    shown = masked(text, spans)
    bare = [at for at in range(40) if not any(start <= at < end for start, end, _kind in spans)]
    assert all(shown[at] == text[at] for at in bare)


@given(st.text(alphabet="0123456789", min_size=40, max_size=40), SPANS)
def test_what_a_span_of_another_kind_covers_is_gone(text, spans):
    shown = masked(text, [PrivateSpan(start, end, "mail") for start, end, _kind in spans])
    covered = [at for at in range(40) if any(start <= at < end for start, end, _kind in spans)]
    assert all(shown[at] == "*" for at in covered)

import pytest

from sangzi.plans.binding import FLOOR, Candidate, propose_indicator
from sangzi.plans.models import Commitment

CANDIDATES = [
    Candidate("nursery-coverage", "社区苗圃乡镇覆盖率", ("社区苗圃覆盖乡镇", "乡镇社区苗圃"), "coverage", "township"),
    Candidate("nurseries", "社区苗圃数量", ("社区苗圃", "苗圃个数"), "count", ""),
    Candidate("ranger-courses", "护林课场次", ("护林课", "护林培训"), "count", ""),
    Candidate("rangers-per-village", "每村护林员", ("每个村有护林员",), "each", "village"),
    Candidate("volunteers", "植树志愿者人数", ("植树志愿者", "义务植树"), "count", ""),
]


def said(title, quote, shape, over=""):
    return Commitment(title=title, quote=quote, shape=shape, over=over)


@pytest.mark.parametrize(
    ("commitment", "key"),
    [
        (said("社区苗圃数", "新建不少于30个社区苗圃", "count"), "nurseries"),
        (said("社区苗圃覆盖乡镇比例", "社区苗圃覆盖80%的乡镇", "coverage", "township"), "nursery-coverage"),
        (said("护林课场次", "举办护林课不少于12场", "count"), "ranger-courses"),
        (said("每个村的护林员人数", "每个村有1名护林员", "each", "village"), "rangers-per-village"),
    ],
)
def test_the_definitions_own_words_find_the_indicator(commitment, key):
    assert propose_indicator(commitment, CANDIDATES)[0].key == key


def test_what_no_definition_words_gets_no_proposal():
    assert propose_indicator(said("托育托位数", "每千人口托位数4.4个", "each"), CANDIDATES) == []


def test_shape_and_level_alone_prove_nothing():
    assert propose_indicator(said("寄宿生人数", "资助寄宿生300名", "count"), CANDIDATES) == []


def test_of_two_wordings_alike_the_shape_decides():
    ranked = propose_indicator(said("社区苗圃覆盖乡镇", "社区苗圃覆盖乡镇", "coverage", "township"), CANDIDATES)
    assert [proposal.key for proposal in ranked][:1] == ["nursery-coverage"]
    assert all(FLOOR <= proposal.score <= 1 for proposal in ranked)


def test_a_proposal_shows_the_shared_wording():
    proposal = propose_indicator(said("护林课场次", "护林课12场", "count"), CANDIDATES)[0]
    assert {"护林", "林课"} <= set(proposal.shared)


def test_the_order_of_candidates_changes_nothing():
    commitment = said("社区苗圃数", "新建不少于30个社区苗圃", "count")
    assert propose_indicator(commitment, CANDIDATES) == propose_indicator(commitment, CANDIDATES[::-1])


def test_a_commitment_without_a_title_gets_no_proposal():
    assert propose_indicator(said("", "", "count"), CANDIDATES) == []

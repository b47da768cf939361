from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.kernel.errors import BadInput
from sangzi.plans.models import Commitment, Rule
from sangzi.plans.receivers import Receiver
from sangzi.plans.sharing import amplification, share_out

COUNT = Commitment(title="社区苗圃数量", shape="count", measure="个")
COVERAGE = Commitment(title="护林站覆盖率", shape="coverage", over="township", measure="%")
EACH = Commitment(title="每个村的护林员", shape="each", over="village", measure="名")

RECEIVERS = st.lists(st.integers(0, 30), min_size=1, max_size=30).map(
    lambda counts: [Receiver(at + 1, 0, 2, f"单位{at + 1}", count) for at, count in enumerate(counts)]
)
TOTALS = st.one_of(st.integers(0, 10**9).map(Decimal), st.integers(0, 10**9).map(lambda n: Decimal(n) / 10_000))


def units(*counts, level=2):
    return [Receiver(at + 1, 0, level, f"单位{at + 1}", count) for at, count in enumerate(counts)]


def values(shares):
    return [share.value for share in shares]


@given(TOTALS, RECEIVERS, st.sampled_from([Rule.EQUAL, Rule.CHILDREN]))
def test_a_total_is_conserved(total, receivers, rule):
    assert sum(values(share_out(COUNT, total, rule, receivers, giver="省"))) == total


@given(st.integers(0, 10**6), RECEIVERS, st.data())
def test_a_total_is_conserved_by_any_figure(total, receivers, data):
    weights = {receiver.id: data.draw(st.integers(0, 10**6)) for receiver in receivers}
    weights[receivers[0].id] = 1
    shares = share_out(COUNT, Decimal(total), Rule.FIGURE, receivers, giver="省", weights=weights)
    assert sum(values(shares)) == total


@given(st.integers(0, 10**6), RECEIVERS, st.data())
def test_a_total_is_conserved_around_what_is_set_by_hand(total, receivers, data):
    hand = {r.id: data.draw(st.integers(0, total // len(receivers))) for r in receivers[1:] if data.draw(st.booleans())}
    shares = share_out(COUNT, Decimal(total), Rule.BY_HAND, receivers, giver="省", hand=hand)
    assert sum(values(shares)) == total
    assert all(share.value == hand[share.unit] for share in shares if share.fixed)


@given(st.integers(0, 10**6), RECEIVERS)
def test_one_each_leaves_nobody_without(extra, receivers):
    shares = share_out(COUNT, Decimal(len(receivers) + extra), Rule.ONE_EACH, receivers, giver="省")
    assert min(values(shares)) >= 1
    assert sum(values(shares)) == len(receivers) + extra


def test_by_children_follows_the_number_of_units_below():
    assert values(share_out(COUNT, Decimal(10), Rule.CHILDREN, units(1, 4), giver="省")) == [2, 8]


def test_where_nobody_has_units_below_all_are_alike_and_it_says_so():
    shares = share_out(COUNT, Decimal(4), Rule.CHILDREN, units(0, 0), giver="镇")
    assert values(shares) == [2, 2]
    assert {share.note for share in shares} == {"no-children"}


def test_who_gets_the_remainder_is_said_with_the_quota():
    shares = share_out(COUNT, Decimal(10), Rule.EQUAL, units(0, 0, 0), giver="省")
    assert [share.remainder for share in shares] == [True, False, False]
    assert shares[0].note == "remainder:3.3333:1:1"


def test_a_total_with_decimals_is_shared_in_its_own_steps():
    assert values(share_out(COUNT, Decimal("2.5"), Rule.EQUAL, units(0, 0), giver="省")) == [Decimal("1.25")] * 2


def test_a_share_that_holds_for_all_is_the_same_for_each():
    assert values(share_out(COVERAGE, Decimal(80), Rule.SAME, units(0, 0), giver="省")) == [80, 80]


def test_a_coverage_asks_of_the_unit_it_counts_to_have_the_thing():
    townships = units(0, 0, level=4)
    shares = share_out(COVERAGE, Decimal(80), Rule.SAME, townships, giver="县")
    assert values(shares) == [1, 1]
    assert amplification(COVERAGE, Decimal(80), shares, townships) == 1.25


def test_an_each_asks_of_the_unit_it_counts_the_floor():
    assert values(share_out(EACH, Decimal(3), Rule.SAME, units(0, level=5), giver="镇")) == [3]


def test_the_amplification_of_a_conserved_total_is_one():
    receivers = units(3, 5, 7)
    shares = share_out(COUNT, Decimal(100), Rule.CHILDREN, receivers, giver="省")
    assert amplification(COUNT, Decimal(100), shares, receivers) == 1


@pytest.mark.parametrize(
    ("commitment", "rule", "more", "word"),
    [
        (COUNT, Rule.SAME, {}, "是总数"),
        (COVERAGE, Rule.EQUAL, {}, "选择逐级同值"),
        (COUNT, Rule.WHOLE, {}, "没有“whole”这种分解办法"),
        (COUNT, "lottery", {}, "没有“lottery”这种分解办法"),
        (COUNT, Rule.FIGURE, {"weights": {}}, "都没有用来分配的数据"),
        (COUNT, Rule.FIGURE, {"weights": {1: -1}}, "不是零或正数"),
        (COUNT, Rule.BY_HAND, {"hand": {1: 11}}, "超过了总数 10"),
        (COUNT, Rule.BY_HAND, {"hand": {1: 3, 2: 4}}, "不足总数 10"),
        (COUNT, Rule.BY_HAND, {"hand": {1: 2.5}}, "分得更细"),
        (COUNT, Rule.BY_HAND, {"hand": {99: 1}}, "不在“省”的下级里"),
        (COUNT, Rule.BY_HAND, {"hand": {1: 3}, "weights": {1: 5}}, "都没有用来分配的数据"),
    ],
)
def test_what_cannot_be_shared_is_refused_with_a_sentence(commitment, rule, more, word):
    with pytest.raises(BadInput, match=word):
        share_out(commitment, Decimal(10), rule, units(0, 0), giver="省", **more)


def test_too_little_for_one_each_is_refused_with_the_numbers():
    with pytest.raises(BadInput, match="有 3 个下级，总数只有 2"):
        share_out(COUNT, Decimal(2), Rule.ONE_EACH, units(0, 0, 0), giver="省")


def test_a_fraction_is_not_shared_one_each():
    with pytest.raises(BadInput, match="不是整数"):
        share_out(COUNT, Decimal("2.5"), Rule.ONE_EACH, units(0, 0), giver="省")

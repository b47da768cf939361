import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.kernel.errors import BadInput
from sangzi.plans.manners import EVERY, Manner
from sangzi.plans.models import Commitment, Method, Rule
from sangzi.plans.receivers import Receiver
from sangzi.plans.sharing import amplification, share_out
from sangzi.plans.wording import why

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


def test_where_only_those_set_by_hand_have_units_below_the_others_are_alike():
    shares = share_out(COUNT, Decimal(10), Rule.CHILDREN, units(5, 0, 0), giver="省", hand={1: 4})
    assert values(shares) == [4, 3, 3]
    assert shares[1].note == "no-children"


MANNERS = st.sampled_from(Method.values).map(lambda method: Manner(method=method))


@given(st.integers(0, 3000), RECEIVERS, MANNERS, st.sampled_from([Rule.EQUAL, Rule.CHILDREN]), st.data())
def test_within_floors_and_caps_a_total_is_conserved_by_either_method(total, receivers, manner, rule, data):
    floor = data.draw(st.integers(0, total // len(receivers)))
    cap = data.draw(st.integers(-(-total // len(receivers)), total + 1))
    receivers = [receiver._replace(children=receiver.children + 1) for receiver in receivers]
    bounded = replace(manner, floors={EVERY: floor}, caps={EVERY: cap})
    found = values(share_out(COUNT, Decimal(total), rule, receivers, giver="省", manner=bounded))
    assert sum(found) == total
    assert min(found) >= floor
    assert max(found) <= cap


@given(st.integers(0, 3000), RECEIVERS)
def test_by_sainte_lague_a_larger_total_takes_from_nobody(total, receivers):
    manner = Manner(method=Method.SAINTE_LAGUE)
    receivers = [receiver._replace(children=receiver.children + 1) for receiver in receivers]
    less, more = (
        values(share_out(COUNT, Decimal(whole), Rule.CHILDREN, receivers, giver="省", manner=manner))
        for whole in (total, total + 1)
    )
    assert all(one <= other for one, other in zip(less, more, strict=True))


@given(st.integers(1, 3000), RECEIVERS, st.data())
def test_one_each_holds_around_what_is_set_by_hand(extra, receivers, data):
    hand = {receivers[0].id: data.draw(st.integers(0, extra))} if len(receivers) > 1 else {}
    total = Decimal(len(receivers) + extra)
    shares = share_out(COUNT, total, Rule.ONE_EACH, receivers, giver="省", hand=hand)
    assert sum(values(shares)) == total
    assert all(share.value >= 1 for share in shares if not share.fixed)


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        (Manner(floors={EVERY: 6}), "下限合计 12，超过了总数 10；请降低一些下限（下限最高的是“单位1”、“单位2”）"),
        (Manner(caps={EVERY: 4}), "最多只能分出 8，不足总数 10；请提高一些上限（上限最低的是“单位1”、“单位2”）"),
        (Manner(floors={2: 7}, caps={EVERY: 6}), "“单位2”的下限 7 高于上限 6"),
        (Manner(floors={EVERY: "0.5"}), "给“单位1”指定的 0.5 比总数分得更细"),
        (Manner(caps={1: "许多"}), "不是零或正数"),
        (Manner(method="coin"), "没有“coin”这种取整办法"),
    ],
)
def test_bounds_that_cannot_be_met_are_said_with_who_stands_in_the_way(manner, words):
    with pytest.raises(BadInput, match=re.escape(words)):
        share_out(COUNT, Decimal(10), Rule.EQUAL, units(0, 0), giver="省", manner=manner)


def test_many_who_stand_in_the_way_are_counted():
    with pytest.raises(BadInput, match="“单位1”、“单位2”、“单位3”等 5 个单位"):
        share_out(COUNT, Decimal(3), Rule.EQUAL, units(*[0] * 5), giver="省", manner=Manner(floors={EVERY: 1}))


@pytest.mark.parametrize(
    ("manner", "weights", "words"),
    [
        (
            Manner(),
            [7, 3],
            ["按比例应得 3.5，零头排第 1；剩下的 1 份由零头最大的各得一份", "按比例应得 1.5，取整数部分"],
        ),
        (Manner(floors={2: 2}), [9, 1], ["按比例应得 3，取整数部分", "按比例只有 0.5，不到下限，补到下限"]),
        (Manner(caps={1: 3}), [9, 1], ["按比例应得 4.5，超过上限，只给到上限", "按比例应得 2，取整数部分"]),
        (Manner(), [1, 0], ["按比例应得 5，取整数部分", "用来分配的数据是零，只得下限"]),
        (
            Manner(method=Method.SAINTE_LAGUE),
            [6, 4],
            ["每 2.06 折一份，合 2.92 份，四舍五入", "每 2.06 折一份，合 1.94 份，四舍五入"],
        ),
    ],
)
def test_every_share_is_explained_in_words(manner, weights, words):
    given = dict(enumerate(weights, 1))
    shares = share_out(COUNT, Decimal(5), Rule.FIGURE, units(0, 0), giver="省", weights=given, manner=manner)
    assert [why(share.note) for share in shares] == words

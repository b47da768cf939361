"""One commitment into several, several into one, and back."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.models import Commitment

TWO = [{"value": "5", "over": "county"}, {"value": "10", "over": "township"}]


def split(commitment, pieces=TWO):
    return actions.split_commitment(commitment=commitment, pieces=pieces, by=None)


def merge(*commitments, **fields):
    return actions.merge_commitments(commitments=commitments, fields=fields, by=None)


def states(plan):
    return list(plan.commitments.order_by("pk").values_list("state", flat=True))


def test_pieces_differ_in_what_was_said_and_agree_in_the_rest(promise):
    whole = promise(30, owners='["宣传部"]')
    county, township = split(whole)
    assert [(one.value, one.over, one.owners) for one in (county, township)] == [
        (5, "county", '["宣传部"]'),
        (10, "township", '["宣传部"]'),
    ]
    assert (county.quote, county.split_from, county.state) == (whole.quote, whole, "proposed")


def test_what_was_split_is_replaced_and_not_confirmed(promise):
    whole = promise(30)
    split(whole)
    with pytest.raises(Conflict, match="已拆并"):
        actions.confirm(commitment=whole, by=None)
    with pytest.raises(Conflict, match="已拆并"):
        actions.dismiss(commitment=whole, by=None)
    assert not whole.targets.exists()


@pytest.mark.parametrize("pieces", [[], [{}], [{}] * 41])
def test_a_split_has_two_pieces_at_least_and_no_crowd(promise, pieces):
    with pytest.raises(BadInput, match="至少要有两条"):
        split(promise(30), pieces)


def test_a_wrong_piece_is_named_and_nothing_is_split(promise):
    whole = promise(30)
    with pytest.raises(BadInput, match="请填写数字") as refused:
        split(whole, [{}, {"value": "许多"}])
    assert (refused.value.context["piece"], refused.value.context["field"]) == (1, "value")
    assert states(whole.plan) == ["proposed"]


def test_what_was_decided_is_not_split(promise):
    whole = promise(30)
    actions.confirm(commitment=whole, by=None)
    with pytest.raises(Conflict, match="已确认"):
        split(whole)


@pytest.mark.parametrize("side", ["whole", "piece"])
def test_a_split_is_taken_back_from_either_side(promise, side):
    whole = promise(30)
    piece = split(whole)[0]
    actions.put_back(commitment=whole if side == "whole" else piece, by=None)
    assert list(Commitment.objects.values_list("pk", "state")) == [(whole.pk, "proposed")]


def test_restoring_what_was_split_takes_the_split_back(promise):
    whole = promise(30)
    split(whole)
    assert actions.restore(commitment=whole, by=None).state == "proposed"
    assert Commitment.objects.count() == 1


def test_a_split_stays_while_a_target_hangs_on_a_piece(promise):
    whole = promise(30)
    piece = split(whole)[0]
    actions.confirm(commitment=piece, by=None)
    with pytest.raises(Conflict, match="已成为目标"):
        actions.put_back(commitment=whole, by=None)
    assert states(whole.plan) == ["replaced", "confirmed", "proposed"]


def test_a_piece_that_was_a_target_stays_as_history_and_does_not_come_back(promise):
    whole = promise(30)
    piece = split(whole)[0]
    actions.confirm(commitment=piece, by=None)
    actions.restore(commitment=piece, by=None)
    actions.put_back(commitment=whole, by=None)
    assert states(whole.plan) == ["proposed", "dismissed"]
    with pytest.raises(Conflict, match="已经撤销的拆分"):
        actions.restore(commitment=piece, by=None)


def test_a_piece_that_was_split_again_is_put_back_first(promise):
    whole = promise(30)
    piece = split(whole)[0]
    split(piece)
    with pytest.raises(Conflict, match="先撤销那一步"):
        actions.put_back(commitment=whole, by=None)
    actions.put_back(commitment=piece, by=None)
    actions.put_back(commitment=whole, by=None)
    assert Commitment.objects.count() == 1


def test_several_become_one_with_the_fields_that_win(promise):
    first, second = promise(30, indicator="nurseries"), promise(12, title="护林课", start=26, end=37)
    merged = merge(second, first, value="12", title="护林课")
    assert (merged.title, merged.value, merged.measure, merged.indicator) == ("护林课", 12, "个", "nurseries")
    first.refresh_from_db()
    assert (first.state, first.merged_into) == ("replaced", merged)


def test_quotes_of_one_sentence_become_one_quote_and_those_apart_do_not(plan):
    read = actions.read_plan(plan=plan, by=None)
    first, second = read.commitments.order_by("start")
    apart = merge(first, second)
    assert (apart.quote, apart.start) == (first.quote, first.start)
    assert first.sentence in apart.sentence
    assert second.sentence in apart.sentence


def test_one_alone_or_of_two_plans_is_not_merged(tree, promise):
    with pytest.raises(BadInput, match="至少要选两条"):
        merge(promise(30))
    with pytest.raises(BadInput, match="同一份规划"):
        merge(promise(30), promise(30, unit=tree.county))


def test_a_merger_is_taken_back_and_its_parts_stand_again(promise):
    first, second = promise(30), promise(12)
    merged = merge(first, second)
    actions.put_back(commitment=merged, by=None)
    assert set(Commitment.objects.values_list("pk", "state")) == {(first.pk, "proposed"), (second.pk, "proposed")}


def test_what_came_out_of_nothing_has_nothing_to_put_back(promise):
    with pytest.raises(Conflict, match="没有可撤销的"):
        actions.put_back(commitment=promise(30), by=None)


def test_each_is_one_line_in_the_chain(tree, promise, lead):
    whole = promise(30)
    pieces = actions.split_commitment(commitment=whole, pieces=TWO, by=lead)
    actions.merge_commitments(commitments=pieces, fields={}, by=lead)
    lines = AuditLine.objects.filter(chain=tree.province.pk).order_by("seq")
    assert [line.act for line in lines] == ["plans.split", "plans.merge"]
    assert json.loads(lines[1].detail)["from"] == [one.pk for one in pieces]


def test_a_second_reading_leaves_splits_and_mergers_alone(plan):
    read = actions.read_plan(plan=plan, by=None)
    whole, other = read.commitments.order_by("start")
    split(whole)
    merge(*split(other))
    before = sorted(read.commitments.values_list("pk", "state"))
    actions.read_plan(plan=plan, by=None)
    assert sorted(read.commitments.values_list("pk", "state")) == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(["split", "merge", "put back"]), st.integers(0, 9)), max_size=8))
def test_whatever_was_done_can_be_taken_back_to_what_was_read(promise, acts):
    Commitment.objects.update(merged_into=None)
    Commitment.objects.order_by("-pk").delete()
    read = {promise(value).pk for value in (1, 2, 3)}
    for act, turn in acts:
        do(act, turn)
    while Commitment.objects.exclude(rule="").exclude(state="replaced").exists():
        do("put back", 0)
    assert set(Commitment.objects.values_list("pk", "state")) == {(key, "proposed") for key in read}


def do(act, turn):
    """One act on whichever commitment comes up; what cannot be put back now is left."""
    open_ones = list(Commitment.objects.filter(state="proposed").order_by("pk"))
    made = [one for one in open_ones if one.rule]
    if act == "split":
        split(open_ones[turn % len(open_ones)])
    elif act == "merge" and len(open_ones) > 1:
        merge(*open_ones[turn % (len(open_ones) - 1) :][:2])
    for one in made if act == "put back" else ():
        with contextlib.suppress(Conflict):
            actions.put_back(commitment=one, by=None)
            return

"""What people decided, as labelled examples that are replayed through the reader."""

from __future__ import annotations

import json

import pytest

from sangzi.engines import plangrammar
from sangzi.kernel.errors import BadInput
from sangzi.plans import actions
from sangzi.plans.examples import Example, Labelled, read_examples, replay, strictly, write_examples
from sangzi.plans.labelling import labelled_plan, labelled_plans
from sangzi.plans.models import Plan

TEXT = (
    "2024年工作要点\n一、建设\n建设不少于30个社区苗圃。全年举办不少于12场护林课。培训护林员20名以上。\n"
    "联系人：柳青禾 0431-88880000\n"
)


@pytest.fixture
def read(tree):
    added = actions.add_plan(unit=tree.province, title="要点", text=TEXT, year=2024, by=None)
    return actions.read_plan(plan=added.plan, by=None)


def by_value(plan, value):
    return plan.commitments.get(value=value)


def labels(plan):
    return {one.row["value"]: one.label for one in labelled_plan(Plan.objects.get(pk=plan.pk)).examples}


def decided(plan):
    """One confirmed, one corrected, one dismissed."""
    actions.confirm(commitment=by_value(plan, 30), by=None)
    actions.correct_commitment(commitment=by_value(plan, 12), fields={"measure": "节"}, by=None)
    actions.dismiss(commitment=by_value(plan, 20), by=None)
    return labelled_plan(Plan.objects.get(pk=plan.pk))


def test_each_decision_is_an_example_and_the_undecided_is_none(read):
    actions.confirm(commitment=by_value(read, 30), by=None)
    assert labels(read) == {30: "confirmed"}


def test_decisions_are_labelled_by_what_was_done(read):
    decided(read)
    assert labels(read) == {30: "confirmed", 12: "corrected", 20: "dismissed"}


def test_pieces_mergers_and_additions_are_examples_and_what_they_replace_is_none(read):
    actions.split_commitment(commitment=by_value(read, 30), pieces=[{"value": 10}, {"value": 21}], by=None)
    actions.merge_commitments(commitments=[by_value(read, 12), by_value(read, 20)], fields={}, by=None)
    actions.add_commitment(plan=read, start=0, end=5, fields={"title": "年", "value": 7}, by=None)
    assert labels(read) == {10: "split", 21: "split", 12: "merged", 7: "added"}


def test_a_number_that_the_text_has_lost_is_no_example(tree):
    added = actions.add_plan(unit=tree.province, title="缺", text="全年举办护林课不少于场。\n", year=2024, by=None)
    lost = actions.read_plan(plan=added.plan, by=None).commitments.get()
    actions.correct_commitment(commitment=lost, fields={"value": 12}, by=None)
    assert labels(added.plan) == {}


def test_what_stands_in_no_text_is_no_example(read):
    actions.add_commitment(plan=read, fields={"title": "指标数", "value": 500}, by=None)
    assert labels(read) == {}


def test_an_example_is_in_gold_fields_as_people_left_it(read):
    corrected = decided(read).examples[1]
    assert set(corrected.row) == set(plangrammar.ROW_FIELDS)
    assert (corrected.row["unit"], corrected.as_read["unit"]) == ("节", "场")
    assert TEXT[corrected.row["offset"] :].startswith(corrected.row["quote"])


def test_the_reader_is_right_where_people_agreed_and_wrong_where_they_did_not(read):
    verdicts = {one.example.label: (one.detected, one.strict) for one in replay(decided(read)).verdicts}
    assert verdicts == {"confirmed": (True, True), "corrected": (True, False), "dismissed": (False, False)}


def test_fields_are_counted_among_what_was_found(read):
    fields = replay(decided(read)).by_field()
    assert (fields["value"], fields["unit"]) == ((2, 2), (1, 2))


def labelled(row, as_read, label="confirmed"):
    return Labelled("要点", TEXT, 2024, (Example(row, label, as_read, "0.0.9"),))


def gold(value=30):
    (found,) = [one for one in plangrammar.read(TEXT, year=2024).commitments if one.value == value]
    return found.row()


def test_what_an_older_reader_got_right_and_this_one_does_not_is_a_regression():
    other = gold() | {"unit": "座"}
    score = replay(labelled(other, other))
    assert (len(score.regressions), score.share) == (1, 0.0)


def test_what_this_reader_gets_right_at_last_is_a_gain():
    score = replay(labelled(gold(), gold() | {"unit": "座"}))
    assert (len(score.gains), len(score.regressions), score.share) == (1, 0, 1.0)


def test_what_was_dismissed_is_right_when_it_is_not_found():
    nothing = gold() | {"value": 99}
    assert replay(labelled(nothing, nothing, "dismissed")).share == 1.0
    assert replay(labelled(gold(), gold(), "dismissed")).share == 0.0


def test_two_examples_are_not_both_right_by_one_statement():
    row = gold()
    twice = Labelled("要点", TEXT, 2024, (Example(row, "split", {}, ""), Example(row, "split", {}, "")))
    assert replay(twice).strict == 1


def test_populations_count_as_one_kind_and_levels_do_not():
    assert strictly(gold() | {"over": "护林员"}, gold() | {"over": "志愿者"})
    assert not strictly(gold() | {"over": "county"}, gold() | {"over": "township"})


def test_examples_written_and_read_again_replay_alike(read, tmp_path):
    file = tmp_path / "examples.jsonl"
    whole = decided(read)
    assert write_examples([whole], file) == 3
    (again,) = read_examples(file)
    assert (again.text, again.year, again.examples) == (whole.text, 2024, whole.examples)
    assert replay(again).strict == replay(whole).strict == 1


def test_private_persons_leave_neither_with_the_text_nor_with_a_quote(read, tmp_path):
    start = TEXT.index("联系人")
    actions.add_commitment(plan=read, start=start, end=len(TEXT) - 1, fields={"title": "联系", "value": 1}, by=None)
    write_examples(labelled_plans(Plan.objects.all()), tmp_path / "examples.jsonl")
    written = "".join(file.read_text() for file in tmp_path.rglob("*") if file.is_file())
    assert "柳青禾" not in written
    assert "88880000" not in written


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("[", "第 1 行不是 JSON"),
        ('{"quote": "x"}', "少了 offset"),
        (json.dumps({"quote": "", "offset": 0, "value": 1, "label": "added", "text_sha256": "ab"}), "找不到正文"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, line, sentence):
    file = tmp_path / "examples.jsonl"
    file.write_text(line)
    with pytest.raises(BadInput, match=sentence):
        list(read_examples(file))


def test_a_text_that_was_changed_is_refused(read, tmp_path):
    file = tmp_path / "examples.jsonl"
    write_examples([decided(read)], file)
    (text,) = tmp_path.glob("*.texts/*.txt")
    text.write_text("别的")
    with pytest.raises(BadInput, match="被改过"):
        list(read_examples(file))


def test_plans_without_decisions_are_left_out(read):
    assert list(labelled_plans(Plan.objects.all())) == []

import json

import pytest

from sangzi.kernel import jobs
from sangzi.kernel.models import Job
from sangzi.plans import actions, queries
from sangzi.plans.models import Commitment, Plan
from sangzi.plans.readout import read_out, silent

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"


@pytest.fixture
def read(plan):
    return actions.read_plan(plan=plan, by=None)


def statements(plan):
    return list(plan.commitments.order_by("start").values_list("quote", "state"))


def test_a_reading_stores_clauses_commitments_and_the_year(read):
    assert read.state == Plan.State.READ
    assert read.year == 2024
    assert read.clauses.exists()
    assert read.commitments.filter(value=30, measure="个", clause__isnull=False).exists()


def test_every_quote_stands_where_it_says(read):
    found = read.commitments.all()
    assert found
    assert all(read.text[one.start : one.end] == one.quote for one in found)


def test_a_sentence_begins_after_the_heading_of_its_clause(read):
    sentences = list(read.commitments.order_by("start").values_list("sentence", flat=True))
    assert sentences == ["2024年，建设不少于30个社区苗圃。", "举办不少于12场护林课。"]


def test_progress_is_told_step_by_step(plan):
    told = []
    actions.read_plan(plan=plan, by=None, progress=lambda done, of, _doing: told.append((done, of)))
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_reading_again_proposes_the_same_once(read):
    before = statements(read)
    assert statements(actions.read_plan(plan=read, by=None)) == before


def test_reading_again_keeps_what_people_decided(read):
    first, second = read.commitments.order_by("start")
    actions.confirm(commitment=first, by=None)
    actions.dismiss(commitment=second, by=None)
    actions.read_plan(plan=read, by=None)
    assert list(read.commitments.order_by("start").values_list("pk", "state")) == [
        (first.pk, "confirmed"),
        (second.pk, "dismissed"),
    ]


def test_a_correction_outlives_a_second_reading(read):
    first = read.commitments.order_by("start").first()
    actions.correct_commitment(commitment=first, fields={"value": 40}, by=None)
    actions.read_plan(plan=read, by=None)
    assert sorted(read.commitments.values_list("value", flat=True)) == [12, 40]


def test_kept_commitments_hang_on_the_new_clauses(read):
    first = read.commitments.order_by("start").first()
    actions.confirm(commitment=first, by=None)
    actions.read_plan(plan=read, by=None)
    first.refresh_from_db()
    assert first.clause.start <= first.start < first.clause.end


def test_a_file_that_cannot_be_read_leaves_a_sentence_on_the_plan(tree):
    plan = actions.add_plan(unit=tree.province, title="扫描件", data=SCAN, file_name="a.pdf", by=None).plan
    failed = actions.read_plan(plan=plan, by=None)
    assert failed.state == Plan.State.FAILED
    assert "“a.pdf”" in failed.sentence


def test_a_failed_second_reading_loses_nothing(read, monkeypatch):
    before = statements(read)
    monkeypatch.setattr("sangzi.plans.readout.plangrammar.read", _too_long)
    failed = actions.read_plan(plan=read, by=None)
    assert (failed.state, statements(read)) == (Plan.State.READ, before)
    assert "超过一次可读的上限" in failed.sentence


def test_a_store_that_breaks_off_changes_nothing(read, monkeypatch):
    before = statements(read)
    found = read_out(read, silent)
    monkeypatch.setattr(Commitment.objects, "bulk_create", _break)
    with pytest.raises(RuntimeError):
        actions.store_reading(plan=read, readout=found, by=None)
    assert statements(read) == before


def test_a_text_without_letters_is_told_as_empty(tree):
    plan = actions.add_plan(unit=tree.province, title="空白", text="……", by=None).plan
    assert "没有读到文字" in actions.read_plan(plan=plan, by=None).sentence


def test_a_plan_without_measurable_statements_is_read_and_says_so(tree):
    plan = actions.add_plan(unit=tree.province, title="随笔", text="春天来了，山坡上的树都绿了。", by=None).plan
    read = actions.read_plan(plan=plan, by=None)
    assert read.state == Plan.State.READ
    assert json.loads(read.warnings)


def test_private_persons_are_masked_in_the_shown_text_and_sentences(read):
    text, marks = queries.masked_text(read), queries.marks_of(queries.outlines_of(read))
    shown = "".join(piece.text for piece in queries.part_segments(read, text, marks, 0, len(text)))
    assert "柳青禾" not in shown
    assert "00000000" not in shown
    assert len(shown) == len(read.text)


@pytest.mark.django_db(transaction=True)
def test_a_job_reads_a_file_and_tells_how_far_it_is(tree):
    text = "2024年，建设不少于30个社区苗圃。"
    plan = actions.add_plan(unit=tree.province, title="要点", data=text.encode(), file_name="a.txt", by=None).plan
    assert jobs.work_once("worker")
    assert queries.job_of(plan).state == Job.State.DONE
    assert plan.commitments.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_that_cannot_read_ends_and_says_why_on_the_plan(tree):
    plan = actions.add_plan(unit=tree.province, title="扫描件", data=SCAN, file_name="a.pdf", by=None).plan
    assert jobs.work_once("worker")
    plan.refresh_from_db()
    assert (plan.state, queries.job_of(plan).state) == (Plan.State.FAILED, Job.State.DONE)


def test_a_plan_can_be_read_anew_by_another_job(read):
    first = actions.read_later(plan=read, by=None)
    assert actions.read_later(plan=read, by=None).pk == first.pk
    again = actions.read_plan(plan=read, by=None)
    assert actions.read_later(plan=again, by=None).pk != first.pk


def _too_long(text, **_hints):
    from sangzi.engines.plangrammar.errors import PlanTooLong

    raise PlanTooLong(len(text))


def _break(*_rows, **_options):
    raise RuntimeError

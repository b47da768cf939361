"""Reports are handed in, given back, accepted; both sides say once how it was."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.models import Paper
from sangzi.kernel.papers import keep_paper
from sangzi.programmes.actions.reports import accept_report, file_report, give_feedback, return_report
from sangzi.programmes.models import Feedback, PlacementState, Report, Side

from .conftest import JULY, MAY, at

MIDTERM = {
    "key": "midterm", "title": "中期小结", "title_en": "Mid-term", "due": 30,
    "fields": [{"key": "done", "title": "做了什么", "title_en": "Done", "kind": "long", "required": True}],
}  # fmt: skip
SERVICE = {"kind": "service", "record": "hours", "reports": [MIDTERM]}
FEEDBACK = {"kind": "feedback", "days": 30}


@pytest.fixture
def placement(life):
    return life.placement(life.opening(SERVICE, FEEDBACK))


def filed(placement, **answers):
    return file_report(placement=placement, report="midterm", answers=answers or {"done": "走访"}, now=at(), by=None)


def said(placement, side=Side.APPLICANT, now=None, by=None, **answers):
    told = answers or {"overall": "很好"}
    return give_feedback(placement=placement, side=side, answers=told, now=now or at(), by=by)


def test_a_report_given_back_is_mended_and_accepted(placement):
    report = return_report(report=filed(placement), reason="请写人数", now=at(), by=None)
    assert report.remark == "请写人数"
    mended = filed(placement, done="走访三户")
    assert (mended.pk, mended.remark) == (report.pk, "")
    assert accept_report(report=mended, now=at(), by=None).accepted == at()
    assert Report.objects.count() == 1


def test_an_accepted_report_stays(placement):
    accept_report(report=filed(placement), now=at(), by=None)
    with pytest.raises(Conflict, match="已经收下"):
        filed(placement, done="别的")


def test_what_a_report_asks_for_is_refused_beside_its_field(placement):
    with pytest.raises(BadInput, match="没有填写") as refused:
        filed(placement, done=" ")
    assert refused.value.context["field"] == "done"


def test_a_report_nobody_asked_for_is_refused_with_what_was_meant(placement):
    with pytest.raises(BadInput, match="midterm"):
        file_report(placement=placement, report="midtrem", answers={}, now=at(), by=None)


def test_each_side_says_it_once(placement):
    said(placement)
    said(placement, Side.OFFERER)
    with pytest.raises(Conflict, match="已经反馈过"):
        said(placement)
    assert Feedback.objects.count() == 2


def test_feedback_is_asked_for_until_some_days_after_the_end(placement):
    placement.state, placement.ended = PlacementState.FINISHED, MAY
    said(placement, now=at(MAY + timedelta(days=30)))
    with pytest.raises(BadInput, match="为止"):
        said(placement, Side.OFFERER, now=at(JULY))


def test_a_programme_without_feedback_asks_for_none(life):
    with pytest.raises(BadInput, match="不收集反馈"):
        said(life.placement(life.opening(SERVICE)))


def test_feedback_does_not_carry_the_file_of_somebody_else(life, county_officer, member):
    photo = {"key": "photo", "title": "照片", "title_en": "Picture", "kind": "file"}
    there = life.placement(life.opening({"kind": "feedback", "to_applicant": [photo]}))
    paper = keep_paper(file=BytesIO(b"%PDF-1.4 %%EOF"), name="x.pdf", field="photo", now=at(), by=member)
    with pytest.raises(NotVisible):
        said(there, by=county_officer, photo=str(paper.pk))
    assert (Feedback.objects.count(), Paper.objects.get().about) == (0, "")

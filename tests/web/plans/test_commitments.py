"""What can be decided about a commitment, and its own page."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Commitment
from sangzi.web.commitment_cards import in_common

from .conftest import TEXT, address, body

# Deciding


def test_confirming_leads_back_to_the_card(visit, lead, commitment):
    answer = visit(lead).post(address(commitment, "confirm"))
    assert answer["Location"].endswith(f"#f{commitment.pk}")
    assert Commitment.objects.get(pk=commitment.pk).state == "confirmed"
    assert commitment.targets.count() == 1


def test_a_script_gets_the_card_and_the_new_counts(visit, lead, commitment):
    answer = visit(lead).post(address(commitment, "confirm"), headers={"HX-Request": "true"})
    assert 'data-state="confirmed"' in body(answer)
    assert "hx-swap-oob" in body(answer)
    assert "<html" not in body(answer)


@pytest.mark.parametrize("verb", ["confirm", "dismiss"])
def test_what_was_decided_is_undone(visit, lead, commitment, verb):
    client = visit(lead)
    client.post(address(commitment, verb))
    client.post(address(commitment, "restore"))
    assert Commitment.objects.get(pk=commitment.pk).state == "proposed"
    assert not commitment.targets.filter(withdrawn=None).exists()


def test_nothing_is_decided_by_reading(visit, lead, commitment):
    assert visit(lead).get(address(commitment, "confirm")).status_code == 405


def corrected(commitment, **changes):
    given = {"title": commitment.title, "value": "30", "value_max": "", "measure": "个", "comparator": ">="}
    given |= {"deadline": "", "period": "", "shape": "count", "over": "", "scope": "", "owners": "", "status": "target"}
    return given | changes


def test_fields_are_corrected_as_people_write_them(visit, lead, commitment):
    given = corrected(commitment, value="45", over="乡镇", shape="each", owners="林业站、团委")
    visit(lead).post(address(commitment, "correct"), given)
    now = Commitment.objects.get(pk=commitment.pk)
    assert (now.value, now.over, now.owners, now.corrected) == (45, "township", '["林业站", "团委"]', True)


@pytest.mark.parametrize("script", [True, False])
def test_a_wrong_number_is_said_beside_its_field_and_nothing_typed_is_lost(visit, lead, commitment, script):
    headers = {"HX-Request": "true"} if script else {}
    given = corrected(commitment, value="三十来个", owners="林业站")
    answer = visit(lead).post(address(commitment, "correct"), given, headers=headers)
    assert answer.status_code == (200 if script else 422)
    for words in ("请填写数字", "三十来个", "林业站"):
        assert words in body(answer)


def test_what_is_confirmed_is_not_corrected(visit, lead, commitment):
    actions.confirm(commitment=commitment, by=lead)
    answer = visit(lead).post(address(commitment, "correct"), corrected(commitment))
    assert "请先恢复为待确认" in body(answer)


def test_indicators_are_proposed_with_the_words_they_share(visit, lead, commitment):
    Commitment.objects.filter(pk=commitment.pk).update(title="青年宣讲场次", quote="举办青年宣讲不少于30场")
    page = body(visit(lead).get(address(commitment, "bind")))
    assert "相同的字" in page
    assert 'value="speaker-talks"' in page


@pytest.mark.parametrize(
    ("one", "other", "runs"),
    [
        ("青年宣讲场次", "举办青年宣讲30场", ["青年宣讲"]),
        ("乡镇青年之家", "青年之家覆盖乡镇", ["乡镇", "青年之家"]),
        ("苗圃", "花园", []),
    ],
)
def test_words_in_common_are_whole_runs(one, other, runs):
    assert in_common(one, other) == runs


def test_an_indicator_is_chosen_and_taken_away(visit, lead, commitment):
    client = visit(lead)
    client.post(address(commitment, "bind"), {"indicator": "", "near": "speaker-talks"})
    assert Commitment.objects.get(pk=commitment.pk).indicator == "speaker-talks"
    client.post(address(commitment, "bind"), {"none": "yes"})
    assert Commitment.objects.get(pk=commitment.pk).indicator == ""


def test_choosing_nothing_is_said(visit, lead, commitment):
    assert "还没有选" in body(visit(lead).post(address(commitment, "bind"), {"indicator": ""}))


def test_an_unknown_indicator_is_refused(visit, lead, commitment):
    answer = visit(lead).post(address(commitment, "bind"), {"indicator": "no-such"})
    assert answer.status_code == 422


# A commitment's own page


def test_a_commitment_stands_in_its_context(visit, lead, commitment):
    page = body(visit(lead).get(address(commitment)))
    assert "mark-proposed" in page
    assert "全年举办不少于12场护林课" in page


def test_a_commitment_shows_how_far_down_it_went(visit, lead, tree, commitment):
    target = actions.confirm(commitment=commitment, by=lead)
    actions.cascade_down(target=target, rule="equal", to_level=3, by=lead)
    answer = visit(lead).get(address(commitment))
    assert [(step.level, step.units) for step in answer.context["tree"].steps] == [(1, 1), (2, 2), (3, 4)]
    assert "1.00" in body(answer)


def test_a_commitment_of_another_plan_is_not_there(visit, lead, plan, commitment):
    assert visit(lead).get(f"/desk/plans/{plan.pk + 1}/commitments/{commitment.pk}/").status_code == 404


def test_a_text_too_large_to_paste_is_refused_with_a_sentence(visit, lead, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = visit(lead)
    client.raise_request_exception = False
    answer = client.post("/desk/plans/add/", {"title": "长", "text": TEXT * 10})
    assert answer.status_code == 400
    assert "存成 .txt 文件" in body(answer)

"""Splitting, merging, adding by hand and deciding about many at once, through their pages."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Commitment

from .conftest import TEXT, address, body

PIECES = {
    "pieces": "2",
    **{f"p0-{name}": value for name, value in {"title": "省级苗圃", "value": "10", "over": "省"}.items()},
    **{f"p1-{name}": value for name, value in {"title": "县级苗圃", "value": "20", "over": "县"}.items()},
}


def states(plan):
    return list(plan.commitments.order_by("pk").values_list("state", flat=True))


def merge_address(plan):
    return f"/desk/plans/{plan.pk}/merge/"


def add_address(plan):
    return f"/desk/plans/{plan.pk}/commitments/add/"


# Splitting


def test_a_split_begins_with_the_numbers_of_the_quote(visit, lead, plan, commitment):
    page = body(visit(lead).get(address(commitment, "split")))
    assert page.count('value="30"') == 2
    assert page.count("<fieldset") == 2


def test_a_split_leads_to_its_first_piece(visit, lead, plan, commitment):
    answer = visit(lead).post(address(commitment, "split"), PIECES)
    made = Commitment.objects.filter(split_from=commitment).order_by("pk")
    assert [(one.title, one.value, one.over) for one in made] == [
        ("省级苗圃", 10, "province"),
        ("县级苗圃", 20, "county"),
    ]
    assert answer["Location"].endswith(f"#f{made[0].pk}")


@pytest.mark.parametrize(("button", "count"), [({"more": "1"}, 3), ({"less": "0"}, 2)])
def test_pieces_are_added_and_taken_away_without_saving(visit, lead, commitment, button, count):
    answer = visit(lead).post(address(commitment, "split"), PIECES | {"pieces": str(5 - count)} | button)
    assert len(answer.context["forms"]) == count
    assert "县级苗圃" in body(answer)
    assert Commitment.objects.get(pk=commitment.pk).state == "proposed"


def test_a_wrong_piece_is_said_at_that_piece_and_nothing_typed_is_lost(visit, lead, commitment):
    answer = visit(lead).post(address(commitment, "split"), PIECES | {"p1-value": "许多"})
    assert answer.status_code == 422
    assert not answer.context["forms"][0].errors
    assert "请填写数字" in body(answer)
    assert "省级苗圃" in body(answer)


def test_a_split_is_taken_back_on_the_card_of_a_piece(visit, lead, plan, commitment):
    client = visit(lead)
    client.post(address(commitment, "split"), PIECES)
    piece = Commitment.objects.filter(split_from=commitment).first()
    assert address(piece, "put-back") in body(client.get(f"/desk/plans/{plan.pk}/"))
    client.post(address(piece, "put-back"))
    assert states(plan) == ["proposed", "proposed"]


def test_a_script_is_sent_back_to_the_page(visit, lead, commitment):
    client = visit(lead)
    client.post(address(commitment, "split"), PIECES)
    piece = Commitment.objects.filter(split_from=commitment).first()
    answer = client.post(address(piece, "put-back"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].endswith(f"#f{commitment.pk}")


def test_what_was_split_is_listed_only_where_it_is_asked_for(visit, lead, plan, commitment):
    client = visit(lead)
    client.post(address(commitment, "split"), PIECES)
    page = f"/desk/plans/{plan.pk}/"
    assert commitment.pk not in [card.commitment.pk for card in client.get(page).context["cards"]]
    replaced = client.get(page, {"state": "replaced"}).context["cards"]
    assert [card.commitment.pk for card in replaced] == [commitment.pk]


# Merging


def test_a_merger_asks_only_where_they_differ(visit, lead, plan):
    keys = list(plan.commitments.values_list("pk", flat=True))
    form = visit(lead).get(merge_address(plan), {"c": keys}).context["form"]
    assert {"title", "value", "measure"} <= set(form.fields)
    assert not {"shape", "status", "scope"} & set(form.fields)


def test_fields_that_win_are_taken_from_the_one_that_was_chosen(visit, lead, plan):
    first, second = plan.commitments.order_by("start")
    client = visit(lead)
    asked = client.get(merge_address(plan), {"c": [first.pk, second.pk]}).context["form"].fields
    given = {"c": [first.pk, second.pk], **dict.fromkeys(asked, str(first.pk)), "value": str(second.pk)}
    client.post(merge_address(plan), given)
    merged = Commitment.objects.get(rule="merged")
    assert (merged.title, merged.value) == (first.title, 12)
    assert states(plan) == ["replaced", "replaced", "proposed"]


def test_the_text_marks_both_places_of_a_merger(visit, lead, plan):
    merged = actions.merge_commitments(commitments=plan.commitments.all(), fields={}, by=lead)
    page = body(visit(lead).get(f"/desk/plans/{plan.pk}/"))
    assert page.count(f'class="mark mark-proposed" href="#f{merged.pk}"') == 2


def test_one_alone_leads_back_with_a_sentence(visit, lead, plan, commitment):
    answer = visit(lead).get(merge_address(plan), {"c": [commitment.pk, "x"]}, follow=True)
    assert "合并至少要选两条" in body(answer)


# Adding


def test_a_passage_is_found_and_read(visit, lead, plan):
    page = visit(lead).post(add_address(plan), {"passage": "林草工作要点"})
    assert (page.context["chosen"].start, page.context["chosen"].end) == (2, 8)
    page = visit(lead).get(add_address(plan), {"place": "24-41"})
    assert page.context["form"].initial["value"] == "12"


def test_a_passage_in_several_places_is_asked_about(visit, lead, plan):
    page = visit(lead).post(add_address(plan), {"passage": "不少于"})
    assert len(page.context["places"]) == 2
    assert "2 处，是哪一处" in body(page)


def test_a_passage_that_is_not_there_is_said(visit, lead, plan):
    answer = visit(lead).post(add_address(plan), {"passage": "种十万棵树"})
    assert answer.status_code == 422
    assert "没有找到这段话" in body(answer)


def fields(**given):
    usual = {"title": "要点", "value": "1", "comparator": ">=", "shape": "count", "status": "target"}
    return usual | given


@pytest.mark.parametrize(("where", "quote"), [({"place": "2-8"}, "林草工作要点"), ({"outside": "yes"}, "")])
def test_what_was_completed_is_added(visit, lead, plan, where, quote):
    answer = visit(lead).post(add_address(plan), fields(**where), follow=True)
    added = plan.commitments.get(source="hand")
    assert (added.quote, added.title) == (quote, "要点")
    assert f'id="f{added.pk}"' in body(answer)


def test_what_was_added_is_taken_back_and_brought_back(visit, lead, plan):
    client = visit(lead)
    client.post(add_address(plan), fields(place="2-8"))
    added = plan.commitments.get(source="hand")
    assert "撤销添加" in body(client.get(f"/desk/plans/{plan.pk}/"))
    client.post(address(added, "dismiss"))
    client.post(address(added, "restore"))
    added.refresh_from_db()
    assert added.state == "proposed"


def test_a_refusal_keeps_what_was_typed(visit, lead, plan):
    answer = visit(lead).post(add_address(plan), fields(place="2-8", value="许多"))
    assert answer.status_code == 422
    assert "许多" in body(answer)
    assert "林草工作要点" in body(answer)


def test_a_passage_hides_private_persons(visit, lead, plan):
    start = TEXT.index("联系人")
    page = body(visit(lead).get(add_address(plan), {"place": f"{start}-{len(TEXT) - 1}"}))
    assert "柳青禾" not in page
    assert "88880000" not in page


# Many at once


def test_the_sure_ones_are_confirmed_and_taken_back(visit, lead, plan):
    client, page = visit(lead), f"/desk/plans/{plan.pk}/"
    share = client.get(page).context["sure"][0][0]
    said = body(client.post(f"{page}confirm-sure/", {"at_least": share}, follow=True))
    assert "撤销这一批" in said
    assert "confirmed" in states(plan)
    line = client.get(page).context["batch"].line
    assert "恢复为待确认" in body(client.post(f"{page}undo/", {"line": line}, follow=True))
    assert states(plan) == ["proposed", "proposed"]
    assert client.get(page).context["batch"] is None


def test_results_are_dismissed(visit, lead, plan, commitment):
    Commitment.objects.filter(pk=commitment.pk).update(status="result")
    visit(lead).post(f"/desk/plans/{plan.pk}/dismiss-results/")
    assert states(plan) == ["dismissed", "proposed"]


@pytest.mark.parametrize("given", [{}, {"at_least": "much"}])
def test_a_share_that_is_none_is_said(visit, lead, plan, given):
    answer = visit(lead).post(f"/desk/plans/{plan.pk}/confirm-sure/", given)
    assert answer.status_code == 422
    assert "把握程度" in body(answer)


# Whose


@pytest.mark.parametrize(
    "verb", ["merge/", "commitments/add/", "confirm-sure/", "dismiss-results/", "undo/", "describe/"]
)
def test_only_the_units_own_lead_may(visit, stranger, county_lead, plan, verb):
    page = f"/desk/plans/{plan.pk}/{verb}"
    assert visit(stranger).post(page).status_code == 404
    assert visit(county_lead).post(page).status_code == 403


@pytest.mark.parametrize("verb", ["split", "put-back", "fill", "uncorrect"])
def test_only_the_units_own_lead_may_about_one(visit, stranger, county_lead, commitment, verb):
    assert visit(stranger).post(address(commitment, verb)).status_code == 404
    assert visit(county_lead).post(address(commitment, verb)).status_code == 403

"""The pages of plans: who sees them, and what they show."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sangzi.kernel import jobs
from sangzi.kernel.models import Job
from sangzi.plans import actions
from sangzi.plans.models import Plan

from .conftest import MOST_QUERIES, TEXT, address, body

# The list


def test_the_list_shows_a_plan_with_its_commitments_by_state(visit, lead, plan):
    page = body(visit(lead).get("/desk/plans/"))
    assert "林草工作要点" in page
    assert page.count('class="end number">2<') == 1  # two proposed


def test_an_empty_list_says_what_to_do_next(visit, lead):
    page = body(visit(lead).get("/desk/plans/"))
    assert "还没有规划" in page
    assert "/desk/plans/add/" in page


@pytest.mark.parametrize(
    ("where", "seen"), [("own", False), ("below", True), ("above", False), ("", True), ("bogus", True)]
)
def test_the_list_is_narrowed_to_own_below_and_above(visit, lead, tree, where, seen):
    actions.add_plan(unit=tree.county, title="县的计划", text=TEXT, by=None)
    page = body(visit(lead).get("/desk/plans/", {"where": where}))
    assert ("县的计划" in page) is seen


def test_a_plan_from_above_is_read_by_those_below(visit, member, plan):
    assert "林草工作要点" in body(visit(member).get("/desk/plans/?where=above"))


@pytest.mark.parametrize(
    ("query", "seen"),
    [("q=林草", True), ("q=水利", False), ("year=2024", True), ("year=1999", False), ("state=failed", False)],
)
def test_the_list_is_searched(visit, lead, plan, query, seen):
    assert (f"/desk/plans/{plan.pk}/" in body(visit(lead).get(f"/desk/plans/?{query}"))) is seen


def test_the_list_asks_the_same_for_one_plan_and_for_three(visit, lead, tree, plan, django_assert_max_num_queries):
    client = visit(lead)
    for count in (1, 3):
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            client.get("/desk/plans/")
        if count == 1:
            first = len(asked)
            for number in (2, 3):
                actions.add_plan(unit=tree.county, title=f"计划{number}", text=f"{TEXT}{number}", by=None)
    assert len(asked) == first


# Adding


def test_pasted_text_is_kept_and_read_by_a_job(visit, lead):
    answer = visit(lead).post("/desk/plans/add/", {"title": "要点", "text": TEXT}, follow=True)
    plan = Plan.objects.get()
    assert "正在读取" in body(answer)
    assert jobs.work_once("w")
    assert plan.commitments.count() == 2


def test_a_file_is_kept_and_read_by_a_job(visit, lead):
    file = SimpleUploadedFile("plan.html", f"<p>{TEXT}</p>".encode())
    visit(lead).post("/desk/plans/add/", {"file": file, "year": "2024"})
    assert jobs.work_once("w")
    assert (Plan.objects.get().state, Plan.objects.get().title) == ("read", "plan")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("empty.txt", b""), "空"),
        (("scan.xyz", b"abc"), "类型读不了"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_its_field(visit, lead, file, sentence):
    given = {"file": SimpleUploadedFile(*file), "title": "留着的标题"}
    answer = visit(lead).post("/desk/plans/add/", given)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert "留着的标题" in body(answer)
    assert not Plan.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(visit, lead, monkeypatch):
    from sangzi.web.desk import plan_forms

    monkeypatch.setattr(plan_forms, "MAX_BYTES", 10)
    file = SimpleUploadedFile("big.txt", b"0123456789a")
    assert "超过上限" in body(visit(lead).post("/desk/plans/add/", {"file": file}))


def test_nothing_typed_is_lost_when_the_title_is_missing(visit, lead):
    answer = visit(lead).post("/desk/plans/add/", {"text": TEXT})
    assert answer.status_code == 422
    assert "建设不少于30个社区苗圃" in body(answer)


def test_neither_file_nor_text_is_said(visit, lead):
    assert "没有内容" in body(visit(lead).post("/desk/plans/add/", {"title": "空"}))


def test_the_same_text_again_leads_to_the_plan_that_is_there(visit, lead, plan):
    answer = visit(lead).post("/desk/plans/add/", {"title": "又一次", "text": TEXT}, follow=True)
    assert "没有重复添加" in body(answer)
    assert Plan.objects.count() == 1


def test_a_file_without_words_is_kept_and_says_why(visit, lead):
    file = SimpleUploadedFile("blank.txt", b"  \n ")
    client = visit(lead)
    client.post("/desk/plans/add/", {"file": file})
    jobs.work_once("w")
    page = body(client.get(f"/desk/plans/{Plan.objects.get().pk}/"))
    assert "里没有文字" in page
    assert "文件已经保存" in page


def test_a_text_with_nothing_measurable_says_so(visit, lead, tree):
    added = actions.add_plan(unit=tree.province, title="讲话", text="青年要有理想，要有担当。\n", by=lead)
    actions.read_plan(plan=added.plan, by=lead)
    page = body(visit(lead).get(f"/desk/plans/{added.plan.pk}/"))
    assert "没有读出能衡量的要求" in page
    assert "青年要有理想" in page


def test_only_the_units_own_lead_adds_its_plans(visit, lead, member):
    assert visit(member).get("/desk/plans/add/").status_code == 403
    answer = visit(lead).get("/desk/plans/add/?unit=222406")
    assert answer.status_code == 403
    assert "自己的负责人" in body(answer)


def test_progress_is_a_part_of_the_page_and_ends_in_the_page(visit, lead, tree):
    added = actions.add_plan(unit=tree.province, title="要点", text=TEXT, by=lead)
    actions.read_later(plan=added.plan, by=lead)
    client = visit(lead)
    before = client.get(f"/desk/plans/{added.plan.pk}/progress/")
    jobs.work_once("w")
    after = client.get(f"/desk/plans/{added.plan.pk}/progress/")
    assert "排队等候" in body(before)
    assert (before.get("HX-Refresh"), after.get("HX-Refresh")) == (None, "true")


def test_a_reading_that_broke_down_is_said_and_begun_anew(visit, lead, tree):
    plan = actions.add_plan(unit=tree.province, title="要点", text=TEXT, by=lead).plan
    job = actions.read_later(plan=plan, by=lead)
    Job.objects.filter(pk=job.pk).update(state="failed", sentence="试了 5 次都没有完成")
    client = visit(lead)
    assert "试了 5 次都没有完成" in body(client.get(f"/desk/plans/{plan.pk}/"))
    assert "正在读取" in body(client.post(f"/desk/plans/{plan.pk}/again/", follow=True))
    assert jobs.work_once("w")


def test_a_plan_read_again_shows_its_progress_over_what_was_read(visit, lead, plan):
    page = body(visit(lead).post(f"/desk/plans/{plan.pk}/again/", follow=True))
    assert "正在读取" in page
    assert "建设不少于30个社区苗圃" in page


# One plan


def test_commitments_are_marked_in_the_text_and_listed_beside_it(visit, lead, plan, commitment):
    page = body(visit(lead).get(f"/desk/plans/{plan.pk}/"))
    assert f'id="c{commitment.pk}"' in page
    assert f'id="f{commitment.pk}"' in page
    assert "mark-proposed" in page


def test_private_persons_are_masked(visit, lead, plan):
    page = body(visit(lead).get(f"/desk/plans/{plan.pk}/"))
    assert "柳**" in page
    assert "88880000" not in page
    assert "柳青禾" not in page


def test_the_contents_lead_to_the_clauses(visit, lead, plan):
    page = body(visit(lead).get(f"/desk/plans/{plan.pk}/"))
    clause = plan.clauses.order_by("start").first()
    assert f'href="#k{clause.pk}"' in page
    assert f'id="k{clause.pk}"' in page


def test_each_card_says_why_it_was_read(visit, lead, plan):
    page = body(visit(lead).get(f"/desk/plans/{plan.pk}/"))
    assert "数字加计量单位" in page
    assert "“不少于”" in page


@pytest.mark.parametrize(
    ("query", "count"), [("", 2), ("?state=confirmed", 1), ("?state=dismissed", 0), ("?status=result", 0)]
)
def test_cards_are_narrowed_by_state_and_status(visit, lead, plan, commitment, query, count):
    actions.confirm(commitment=commitment, by=lead)
    answer = visit(lead).get(f"/desk/plans/{plan.pk}/{query}")
    assert len(answer.context["cards"]) == count


def test_a_long_text_comes_in_parts(visit, lead, tree, monkeypatch):
    from sangzi.web import plan_text

    monkeypatch.setattr(plan_text, "PART", 40)
    text = "".join(f"第{line}行，建设不少于{line}个苗圃。\n" for line in range(1, 20))
    added = actions.add_plan(unit=tree.province, title="长", text=text, by=lead)
    actions.read_plan(plan=added.plan, by=lead)
    last = added.plan.commitments.order_by("start").last()
    page = visit(lead).get(f"/desk/plans/{added.plan.pk}/?at={last.pk}")
    assert page.context["part"] == len(page.context["parts"]) > 1
    assert f'id="c{last.pk}"' in body(page)


def test_a_plan_asks_the_same_however_much_was_read(visit, lead, tree, plan, django_assert_max_num_queries):
    text = "".join(f"第{line}条，建设不少于{line}个苗圃。\n" for line in range(1, 30))
    long = actions.add_plan(unit=tree.province, title="长", text=text, by=lead).plan
    actions.read_plan(plan=long, by=lead)
    client, counted = visit(lead), []
    for one in (plan, long):
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            client.get(f"/desk/plans/{one.pk}/")
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_a_strangers_plan_is_not_there(visit, stranger, plan, commitment):
    client = visit(stranger)
    assert client.get(f"/desk/plans/{plan.pk}/").status_code == 404
    assert client.get(address(commitment)).status_code == 404
    assert client.post(address(commitment, "confirm")).status_code == 404


def test_those_below_read_a_plan_and_decide_nothing(visit, county_lead, plan, commitment):
    client = visit(county_lead)
    page = body(client.get(f"/desk/plans/{plan.pk}/"))
    answer = client.post(address(commitment, "confirm"))
    assert "由吉林的负责人确认" in page
    assert "data-verb" not in page
    assert answer.status_code == 403
    assert "负责人" in body(answer)


# Long and jumbled ones


def test_a_part_holds_no_more_commitments_than_a_page_bears(visit, lead, tree):
    text = "".join(f"第{line}条，建设不少于{line}个苗圃。\n" for line in range(1, 200))
    long = actions.add_plan(unit=tree.province, title="密", text=text, by=lead).plan
    actions.read_plan(plan=long, by=lead)
    page = visit(lead).get(f"/desk/plans/{long.pk}/")
    assert [count for _part, count in page.context["parts"]] == [80, 119]
    assert len(page.context["cards"]) == 80
    assert "data-next-part" in body(page)


def test_a_search_goes_to_the_first_part_that_has_something(visit, lead, tree):
    text = "".join(f"第{line}条，建设不少于{line}个苗圃。\n" for line in range(1, 200))
    long = actions.add_plan(unit=tree.province, title="密", text=text, by=lead).plan
    actions.read_plan(plan=long, by=lead)
    page = visit(lead).get(f"/desk/plans/{long.pk}/", {"q": "不少于177个"})
    assert (page.context["part"], len(page.context["cards"])) == (2, 1)


JUMBLED = "要点\n2.办好护林课。全年举办不少于12场护林课。\n3.植树。\n1.建好苗圃。建设不少于30个社区苗圃。\n"


@pytest.mark.parametrize(("query", "first"), [({}, "30"), ({"order": "text"}, "12")])
def test_jumbled_items_come_in_the_order_of_their_numbers(visit, lead, tree, query, first):
    plan = actions.add_plan(unit=tree.province, title="乱", text=JUMBLED, by=lead).plan
    actions.read_plan(plan=plan, by=lead)
    page = visit(lead).get(f"/desk/plans/{plan.pk}/", query)
    assert str(page.context["cards"][0].commitment.value.normalize()) == ("3E+1" if first == "30" else "12")
    texts = [line.text for line in page.context["paragraphs"]]
    assert texts[0] == "要点"
    assert first in texts[1]


def test_each_paragraph_knows_its_place_in_the_text(visit, lead, plan):
    for line in visit(lead).get(f"/desk/plans/{plan.pk}/").context["paragraphs"]:
        shown = TEXT.replace("柳青禾", "柳**").replace("88880000", "********")
        assert shown[line.start :].startswith(line.text)


def test_a_preamble_that_slipped_between_jumbled_items_comes_first(visit, lead, tree):
    items = [f"{number}.第{number}件事。办{number + 5}场护林课。\n" for number in (3, 1, 4, 2, 6, 5, 8, 7, 10, 9)]
    text = "".join([*items[:4], "今年是关键一年，要把林草工作做好。\n", *items[4:]])
    plan = actions.add_plan(unit=tree.province, title="乱", text=text, by=lead).plan
    actions.read_plan(plan=plan, by=lead)
    texts = [line.text for line in visit(lead).get(f"/desk/plans/{plan.pk}/").context["paragraphs"]]
    assert [text[:2] for text in texts] == ["今年", *(f"{number}.第"[:2] for number in range(1, 11))]


def test_paragraphs_of_jumbled_items_stay_with_them_where_several_have_more_than_one(visit, lead, tree):
    text = "2.护林课\n全年举办12场护林课。\n1.苗圃\n建设30个社区苗圃。\n"
    plan = actions.add_plan(unit=tree.province, title="乱", text=text, by=lead).plan
    actions.read_plan(plan=plan, by=lead)
    texts = [line.text for line in visit(lead).get(f"/desk/plans/{plan.pk}/").context["paragraphs"]]
    assert texts == ["1.苗圃", "建设30个社区苗圃。", "2.护林课", "全年举办12场护林课。"]

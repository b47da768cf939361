"""The pages of plans: who sees them, what they show, and what can be decided there."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sangzi.kernel import jobs
from sangzi.kernel.models import Account, Job
from sangzi.plans import actions
from sangzi.plans.models import Commitment, Plan
from sangzi.units.models import Assignment
from sangzi.web.commitment_cards import in_common

TEXT = (
    "一、林草工作要点\n2024年，建设不少于30个社区苗圃。全年举办不少于12场护林课。\n"
    "二、联系方式\n联系人：柳青禾 0431-88880000\n"
)
MOST_QUERIES = 12


@pytest.fixture
def plan(tree, lead):
    """A plan of the province, read."""
    added = actions.add_plan(unit=tree.province, title="林草工作要点", text=TEXT, by=lead, year=2024)
    return actions.read_plan(plan=added.plan, by=lead)


@pytest.fixture
def commitment(plan):
    return plan.commitments.order_by("start").first()


@pytest.fixture
def county_lead(tree):
    account = Account.objects.create_user("county_lead", "x", name="县负责人")
    Assignment.objects.create(account=account, unit=tree.county, role="lead", since="2020-01-01")
    return account


def address(commitment, verb=""):
    return f"/desk/plans/{commitment.plan_id}/commitments/{commitment.pk}/" + (f"{verb}/" if verb else "")


def body(answer) -> str:
    return answer.content.decode()


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
    assert "没有读到文字" in page
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

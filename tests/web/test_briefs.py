"""Briefs: one click, a page to wait on, the brief with its receipts, the file, the check."""

from __future__ import annotations

import io
import re
import secrets

import docx
import pytest

from sangzi.briefs.models import Brief
from sangzi.briefs.queries import file_of
from sangzi.kernel import jobs
from sangzi.kernel.models import Job
from sangzi.plans import actions as plans
from sangzi.scoreboard.models import Receipt
from sangzi.scoreboard.months import label, month_of

from .stage import SENTENCE, count_all, demand, fairs, hold_fair, today

pytestmark = pytest.mark.django_db(transaction=True)  # a job's heart has a connection of its own
MOST_QUERIES = 12


@pytest.fixture
def round_(tree):
    """Twelve fairs asked of the province and shared out; one was held in the township, this year."""
    plans.cascade_down(target=demand(tree.province), rule="equal", to_level=4, by=None)
    opened = fairs(tree.township)
    hold_fair(opened, tree.township, today().replace(day=1))
    count_all()
    return opened


def body(answer) -> str:
    return answer.content.decode()


def ask(client, unit="222406", key="", month=""):
    """Send the form of the list."""
    sent = {"key": key or secrets.token_hex(8), "month": month or label(month_of(today()))}
    return client.post(f"/desk/briefs/issue/?unit={unit}", sent)


@pytest.fixture
def brief(visit, county_officer, round_):
    """This month's brief of the county."""
    ask(visit(county_officer))
    assert jobs.work_once("worker")
    return Brief.objects.get()


def test_one_click_leads_to_a_page_that_waits_and_then_to_the_brief(visit, county_officer, round_):
    client = visit(county_officer)
    where = ask(client)["Location"]
    assert "排队等候" in body(client.get(where))
    jobs.work_once("worker")
    assert client.get(where)["Location"].startswith(f"/desk/briefs/{Brief.objects.get().pk}/")


def test_a_page_that_asks_by_itself_is_told_where_to_go(visit, county_officer, round_):
    client = visit(county_officer)
    where = ask(client)["Location"]
    assert "<html" not in body(client.get(where, headers={"HX-Request": "true"}))
    jobs.work_once("worker")
    told = client.get(where, headers={"HX-Request": "true"})
    assert told["HX-Redirect"].startswith(f"/desk/briefs/{Brief.objects.get().pk}/")


def test_a_second_click_is_the_same_request(visit, county_officer, round_):
    client, key = visit(county_officer), secrets.token_hex(8)
    assert ask(client, key=key)["Location"] == ask(client, key=key)["Location"]
    assert Job.objects.count() == 1


def test_the_same_form_for_another_month_is_another_request(visit, county_officer, round_):
    client, key = visit(county_officer), secrets.token_hex(8)
    ask(client, key=key)
    ask(client, key=key, month="2025-10")
    assert Job.objects.count() == 2


def test_what_went_wrong_is_said_on_the_waiting_page(visit, county_officer, round_):
    client = visit(county_officer)
    where = ask(client)["Location"]
    Job.objects.update(state=Job.State.FAILED, sentence="指标“fairs”的数没有凭据，不能写进简报。")
    page = body(client.get(where))
    assert "没有凭据" in page
    assert "回到简报列表" in page


def test_every_number_of_the_brief_leads_to_a_receipt_that_opens(visit, county_officer, brief):
    client = visit(county_officer)
    page = body(client.get(f"/desk/briefs/{brief.pk}/"))
    links = set(re.findall(r'href="(/desk/receipts/\d+/[^"]*)"', page))
    assert len(links) == Receipt.objects.count() > 0
    assert {client.get(link.replace("&amp;", "&")).status_code for link in links} == {200}


def test_the_page_says_what_the_file_says(visit, county_officer, brief):
    page = body(visit(county_officer).get(f"/desk/briefs/{brief.pk}/"))
    article = re.sub(r"<[^>]*>|\s", "", page[page.index('<article class="brief"') : page.index("</article>")])
    told = re.sub(r"\s", "", "".join(text.text for text in docx.Document(file_of(brief)).element.iter() if text.text))
    for part in ("和龙市", "青禾集市场次", "1场", SENTENCE.removesuffix("。")):
        assert part in article
        assert part in told


def test_the_file_comes_with_a_name_that_says_what_it_is(visit, county_officer, brief):
    answer = visit(county_officer).get(f"/desk/briefs/{brief.pk}/file/")
    month = f"{today().year}年{today().month}月"
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert "attachment" in answer["Content-Disposition"]
    assert answer.filename == f"和龙市{month}工作情况（第1期）.docx"
    assert docx.Document(io.BytesIO(b"".join(answer.streaming_content))).tables


def test_a_lost_file_is_said_in_a_sentence(visit, county_officer, brief):
    file_of(brief).unlink()
    answer = visit(county_officer).get(f"/desk/briefs/{brief.pk}/file/")
    assert answer.status_code == 409
    assert "已不在服务器上" in body(answer)


def test_a_check_finds_every_number_as_it_was(visit, county_officer, brief):
    page = body(visit(county_officer).post(f"/desk/briefs/{brief.pk}/check/"))
    assert f"{Receipt.objects.count()} 张凭据全部重新计算，与简报一致" in page


def test_a_check_says_which_numbers_are_others_now_and_marks_them(visit, county_officer, tree, brief, round_):
    hold_fair(round_, tree.township, today().replace(day=1), key="late")
    page = body(visit(county_officer).post(f"/desk/briefs/{brief.pk}/check/"))
    outcome = page[: page.index('<article class="brief"')]
    assert re.search(r'简报所写">1场</td>\s*<td[^>]*现在算得">2场</td>', outcome)
    assert 'class="differs"' in page


@pytest.mark.parametrize("page", ["", "file/"])
def test_a_brief_out_of_sight_is_not_found(visit, stranger, member, brief, page):
    for account in (stranger, member):  # a township does not see what its county was told
        assert visit(account).get(f"/desk/briefs/{brief.pk}/{page}").status_code == 404


def test_those_above_read_it(visit, lead, brief):
    assert "和龙市" in body(visit(lead).get("/desk/briefs/?unit=222406"))
    assert visit(lead).get(f"/desk/briefs/{brief.pk}/?unit=222406").status_code == 200


def test_an_auditor_reads_and_does_not_issue(visit, auditor, brief):
    client = visit(auditor)
    assert visit(auditor).get(f"/desk/briefs/{brief.pk}/").status_code == 200
    assert "生成本月简报" not in body(client.get("/desk/briefs/?unit=222406"))
    answer = ask(client)
    assert answer.status_code == 403
    assert "您的职责不能编印" in body(answer)


@pytest.mark.parametrize("month", ["2025-13", "soon", "2999-01", "1000-00"])
def test_what_is_no_month_is_refused_and_nothing_is_asked_for(visit, county_officer, round_, month):
    assert ask(visit(county_officer), month=month).status_code == 422
    assert not Job.objects.exists()


def test_a_request_of_another_unit_is_not_found(visit, county_officer, stranger, round_):
    key = ask(visit(county_officer))["Location"].split("/")[4]
    assert visit(stranger).get(f"/desk/briefs/requests/{key}/").status_code == 404


def test_an_empty_list_says_what_to_do(visit, county_officer):
    assert "点“生成本月简报”" in body(visit(county_officer).get("/desk/briefs/"))


def test_the_list_asks_the_same_few_questions_for_one_and_for_three(
    django_assert_max_num_queries, visit, county_officer, brief
):
    client = visit(county_officer)
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        assert "第1期" in body(client.get("/desk/briefs/"))
    for _time in range(2):
        ask(client)
        jobs.work_once("worker")
    with django_assert_max_num_queries(MOST_QUERIES) as three:
        assert "第3期" in body(client.get("/desk/briefs/"))
    assert len(three) == len(one)


def test_english_pages_around_a_chinese_brief(visit, county_officer, brief):
    client = visit(county_officer)
    client.post("/language/", {"language": "en"})
    page = body(client.get(f"/desk/briefs/{brief.pk}/"))
    around = page[: page.index('<article class="brief"')] + page[page.index("</article>") :]
    told = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]*>", " ", around, flags=re.DOTALL)
    names = f"{re.escape(brief.title)}|和龙|全国|吉林|延边|中文"
    assert re.findall(r"[一-鿿]+", re.sub(names, "", told)) == []
    assert 'lang="zh-hans"' in page

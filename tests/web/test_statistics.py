"""Numbers about units from outside: who sees them, who brings them, and that a preview comes first."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from sangzi.units.models import Statistic
from tests.cast import appoint

TABLE = "单位,指标,年份,数值,来源\n和龙市,常住人口,2023,12.5万,示例\n安图县,常住人口,2023,9.8万,示例\n"
WRONG = "火星市,常住人口,2023,1,示例\n"
PLACE = "/desk/statistics/import/"


def body(answer) -> str:
    return answer.content.decode()


def test_a_preview_says_what_will_come_in_and_writes_nothing(visit, lead):
    answer = visit(lead).post(PLACE, {"text": TABLE})
    assert [len(answer.context["sheet"].added), answer.context["wrong"]] == [2, []]
    assert not Statistic.objects.exists()


def test_confirmed_it_is_written_and_shown(visit, lead, tree):
    client = visit(lead)
    answer = client.post(PLACE, {"text": TABLE, "confirmed": "yes"}, follow=True)
    assert "新增 2，更新 0，相同 0，没有导入 0 行" in body(answer)
    page = body(client.get("/desk/statistics/?unit=222400"))
    for words in ("常住人口", "12.5万", "3 家中 2 家有数", "没有数"):
        assert words in page


def test_a_file_is_brought_the_same_way(visit, lead):
    file = SimpleUploadedFile("numbers.csv", TABLE.encode("gb18030"))
    preview = visit(lead).post(PLACE, {"file": file})
    visit(lead).post(PLACE, {"text": preview.context["text"], "confirmed": "yes"})
    assert Statistic.objects.count() == 2


def test_wrong_rows_are_shown_and_the_good_ones_come_in_alone(visit, lead):
    client = visit(lead)
    assert "只导入没有错的行" in body(client.post(PLACE, {"text": TABLE + WRONG}))
    client.post(PLACE, {"text": TABLE + WRONG, "confirmed": "yes"})
    assert Statistic.objects.count() == 2


def test_the_error_sheet_has_the_rows_as_they_were(visit, lead):
    answer = visit(lead).post("/desk/statistics/errors/", {"text": TABLE + WRONG})
    assert body(answer).splitlines()[1] == "火星市,常住人口,2023,1,示例,在您负责的范围里没有找到单位“火星市”,4"
    assert "attachment" in answer["Content-Disposition"]


def test_what_is_no_table_is_said_beside_its_field(visit, lead):
    answer = visit(lead).post(PLACE, {"text": "一段文字"})
    assert answer.status_code == 422
    assert "没有内容：第 1 行写表头" in body(answer)


def test_nothing_at_all_is_said(visit, lead):
    assert "请选择一个文件" in body(visit(lead).post(PLACE, {}))


def test_auditors_and_officers_read_and_do_not_bring(visit, tree, county_officer):
    auditor = appoint("number_auditor", tree.province, "auditor")
    for account in (auditor, county_officer):
        client = visit(account)
        assert client.get("/desk/statistics/").status_code == 200
        assert client.get(PLACE).status_code == 403
        assert client.post("/desk/statistics/errors/", {"text": TABLE}).status_code == 403


def test_a_stranger_brings_nothing_for_other_peoples_units(visit, stranger):
    answer = visit(stranger).post(PLACE, {"text": TABLE, "confirmed": "yes"})
    assert answer.status_code in (403, 404) or not Statistic.objects.exists()


def test_a_replaced_number_stays_in_sight(visit, lead):
    client = visit(lead)
    for text in (TABLE, TABLE.replace("12.5万", "13万")):
        client.post(PLACE, {"text": text, "confirmed": "yes"})
    page = body(client.get("/desk/statistics/?unit=222406"))
    assert "被新数替换" in page


def test_the_page_asks_the_same_for_few_and_many_children(visit, lead, django_assert_max_num_queries):
    client, counted = visit(lead), []
    client.get("/desk/statistics/?unit=222400")
    for text in (TABLE, TABLE + "延吉高新区,常住人口,2023,3万,示例\n"):
        client.post(PLACE, {"text": text, "confirmed": "yes"})
        client.get("/desk/statistics/?unit=222400")  # the message of the import is shown once
        with django_assert_max_num_queries(12) as asked:
            client.get("/desk/statistics/?unit=222400")
        counted.append(len(asked))
    assert counted[0] == counted[1]

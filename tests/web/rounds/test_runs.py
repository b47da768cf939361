"""Runs on pages: tried, looked at, laid side by side, published, computed again; who may do which of it."""

from __future__ import annotations

import io
from datetime import timedelta

import numpy as np
import pytest
from click.testing import CliRunner
from django.utils import timezone

from sangzi.cli.allot import command
from sangzi.kernel.models import AuditLine, Job
from sangzi.programmes import actions
from sangzi.programmes.models import Application, Run, RunState
from sangzi.programmes.runs.stored import Output, load_output, packed
from sangzi.programmes.runs.terms import terms_of
from sangzi.programmes.steps.allotment import Fit
from tests import cast
from tests.programmes.made_rounds import apply_for, declared, opening_in, people_of, round_of

MOST_OF_THE_LIST, MOST_OF_A_RUN = 27, 14


@pytest.fixture
def drawn(posts, lead):
    """Three who want the only post, admitted, their lots drawn."""
    for number in range(3):
        actions.admit(application=posts.apply(number), now=timezone.now(), by=lead)
    type(posts.round).objects.filter(pk=posts.round.pk).update(apply_until=timezone.now() - timedelta(minutes=1))
    posts.round.refresh_from_db()
    actions.draw_lots(round=posts.round, seed="20260715", now=timezone.now(), by=lead)
    return posts


def address(posts, rest=""):
    return f"/desk/rounds/{posts.round.pk}/allotment/{rest}"


def tried(posts, lead, **more):
    return actions.try_allotment(round=posts.round, now=timezone.now(), by=lead, **more)


def page_of(client, posts, rest=""):
    return client.get(address(posts, rest)).content.decode()


def test_one_click_tries_what_was_announced_and_changes_nothing(visit, lead, drawn):
    client = visit(lead)
    answer = client.post(address(drawn, "try/"), {}, follow=True).content.decode()
    assert "试算 1" in answer
    assert "没有任何人被排在后面的人挤掉" in answer
    run = Run.objects.get()
    assert (run.state, run.as_announced, run.by) == (RunState.MADE, True, lead)
    assert set(Application.objects.values_list("state", flat=True)) == {"admitted"}


def test_another_method_is_tried_by_the_form_and_named(visit, lead, drawn):
    fields = {"other": "yes", "method": "optimal", "wishes": "60，40 20", "near": "", "name": "看总分"}
    answer = visit(lead).post(address(drawn, "try/"), fields, follow=True).content.decode()
    assert "试算 1 · 看总分" in answer
    assert "这就是最好的结果" in answer
    assert "第二志愿加40分" in answer
    assert Run.objects.get().as_announced is False


def test_points_that_are_no_numbers_are_refused_beside_their_field(visit, lead, drawn):
    answer = visit(lead).post(address(drawn, "try/"), {"other": "yes", "method": "optimal", "wishes": "六十"})
    assert (answer.status_code, Run.objects.count()) == (422, 0)
    assert "请只写0到" in answer.content.decode()


def test_what_cannot_be_tried_yet_is_refused_with_a_sentence(visit, lead, posts):
    answer = visit(lead).post(address(posts, "try/"), {})
    assert answer.status_code == 422
    assert "报名还没有截止" in answer.content.decode()


def test_the_list_names_every_run_with_its_figures(visit, lead, drawn):
    tried(drawn, lead)
    tried(drawn, lead, method="first-come", name="先到的先得")
    page = page_of(visit(lead), drawn)
    for words in ("试算 1", "试算 2 · 先到的先得", "不同于公布的", "比较选中的两次", "33.3%"):
        assert words in page


def test_two_ticked_runs_are_laid_side_by_side(visit, lead, drawn):
    tried(drawn, lead)
    tried(drawn, lead, method="first-come")
    page = visit(lead).get(address(drawn, "runs/compare/"), {"run": ["2", "1"]}, follow=True)
    assert page.redirect_chain[0][0].endswith("left=1&right=2")
    said = page.content.decode()
    assert "两次的总分一样多" in said
    moving = Application.objects.order_by("lot").first() != Application.objects.order_by("submitted").first()
    assert ("两次的结果完全一样" in said) is not moving


@pytest.mark.parametrize("asked", ["?run=1", "?left=1", "?run=1&run=1", ""])
def test_what_is_no_pair_is_refused_with_a_sentence(visit, lead, drawn, asked):
    tried(drawn, lead)
    assert visit(lead).get(address(drawn, f"runs/compare/{asked}")).status_code == 422


def test_who_moves_is_named_only_to_whom_the_application_is_visible(visit, lead, drawn):
    tried(drawn, lead)
    first = Application.objects.order_by("lot").first()
    Application.objects.filter(pk=first.pk).update(submitted=timezone.now() + timedelta(days=1))
    tried(drawn, lead, method="first-come")
    page = page_of(visit(lead), drawn, "runs/compare/?left=1&right=2")
    assert f"/desk/applications/{first.pk}/" in page
    assert first.person.name not in page


def test_publishing_says_before_what_will_happen_and_then_gives_the_seats(visit, lead, drawn):
    tried(drawn, lead)
    client = visit(lead)
    asked = page_of(client, drawn, "runs/1/publish/")
    for words in ("会通知3名申请人：1人得到名额，2人没有", "48小时内确认", "不能再改"):
        assert words in asked
    assert 'name="reason"' not in asked
    page = client.post(address(drawn, "runs/1/publish/"), {}, follow=True).content.decode()
    assert "公布的结果" in page
    assert sorted(Application.objects.values_list("state", flat=True)) == ["offered", "waiting", "waiting"]
    assert "公布的结果" in page_of(client, drawn)


def test_what_is_not_as_announced_needs_a_reason(visit, lead, drawn):
    tried(drawn, lead, method="first-come")
    client = visit(lead)
    assert "与公布的不同" in page_of(client, drawn, "runs/1/publish/")
    assert client.post(address(drawn, "runs/1/publish/"), {"reason": ""}).status_code == 422
    assert Run.objects.get().state == RunState.MADE
    client.post(address(drawn, "runs/1/publish/"), {"reason": "抽签设备故障，报请同意"})
    assert (Run.objects.get().state, Run.objects.get().reason) == (RunState.PUBLISHED, "抽签设备故障，报请同意")


def test_a_run_that_is_out_of_date_is_refused_with_a_sentence(visit, lead, drawn):
    tried(drawn, lead)
    actions.withdraw(application=Application.objects.order_by("pk").last(), now=timezone.now(), by=lead)
    answer = visit(lead).post(address(drawn, "runs/1/publish/"), {})
    assert answer.status_code == 422
    assert "请重新试算" in answer.content.decode()


def test_what_happened_after_publishing_stands_apart(visit, lead, drawn):
    run = tried(drawn, lead)
    actions.publish_run(run=run, now=timezone.now(), by=lead)
    placement = Application.objects.get(state="offered").placements.get()
    actions.decline(placement=placement, now=timezone.now(), by=lead)
    page = page_of(visit(lead), drawn, "runs/1/")
    after = page[page.index("公布以后") : page.index("第几志愿")]
    assert "放弃或逾期" in after
    assert after.count('title="1"') >= 2  # one declined, one moved up
    assert "没有变化" not in after


def test_a_run_is_set_aside_and_leaves_its_line(visit, lead, drawn):
    tried(drawn, lead)
    client = visit(lead)
    client.post(address(drawn, "runs/1/aside/"))
    assert (Run.objects.get().state, Run.objects.get().input) == (RunState.ASIDE, None)
    assert "已作废" in page_of(client, drawn)
    assert "已经作废" in page_of(client, drawn, "runs/1/")


def test_an_auditor_computes_it_again_and_leaves_a_line(visit, auditor, lead, drawn):
    tried(drawn, lead)
    page = visit(auditor).post(address(drawn, "runs/1/check/")).content.decode()
    assert "从头再算，每个人得到的都一样" in page
    assert AuditLine.objects.filter(act="programmes.check_run", by=auditor).exists()


def test_a_changed_result_is_found_out(visit, lead, drawn):
    run = tried(drawn, lead)
    with np.load(io.BytesIO(bytes(Run.objects.get().output))) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["assignment"] = np.roll(arrays["assignment"], 1)
    kept = io.BytesIO()
    np.savez_compressed(kept, **arrays)
    Run.objects.filter(pk=run.pk).update(output=kept.getvalue())
    page = visit(lead).post(address(drawn, "runs/1/check/")).content.decode()
    assert "从头再算，得到的结果不一样" in page
    assert "say-error" in page


@pytest.mark.parametrize("method", ["", "optimal", "stable", "first-come"])
def test_the_downloaded_input_gives_the_same_placement_on_the_command_line(visit, lead, drawn, tmp_path, method):
    drawn.offer("支教岗")
    run = tried(drawn, lead, method=method)
    answer = visit(lead).get(address(drawn, "runs/1/input/"))
    assert answer["Content-Disposition"].endswith(f"round-{drawn.round.pk}-run-1.npz")
    (tmp_path / "in.npz").write_bytes(answer.content)
    engine = "optimal" if method == "optimal" else "stable"
    asked = [str(tmp_path / "in.npz"), "--method", engine, "--out", str(tmp_path / "out.npz")]
    assert CliRunner().invoke(command, asked).exit_code == 0
    with np.load(tmp_path / "out.npz") as out, np.load(tmp_path / "in.npz") as given:
        assert out["assignment"].tolist() == load_output(Run.objects.get(pk=run.pk)).assignment.tolist()
        assert not [name for name in given.files if name.endswith("_key")]


def test_progress_leads_to_the_page_once_it_is_done(visit, lead, drawn):
    run = tried(drawn, lead)
    client = visit(lead)
    assert client.get(address(drawn, "runs/1/progress/"))["HX-Redirect"].startswith(address(drawn, "runs/1/"))
    Run.objects.filter(pk=run.pk).update(state=RunState.WORKING)
    page = page_of(client, drawn, "runs/1/")
    assert "正在试算" in page
    assert "hx-get" in page


def test_who_may_see_and_do_what(visit, tree, member, lead, stranger, auditor, drawn):
    tried(drawn, lead)
    above = cast.appoint("above", tree.nation, "auditor")
    pages = ("", "runs/1/", "runs/1/input/", "runs/1/publish/", "runs/1/progress/")
    found = {
        account.username: [visit(account).get(address(drawn, page)).status_code for page in pages]
        for account in (lead, above, auditor, member, stranger)
    }
    assert found == {
        "lead": [200, 200, 200, 200, 200],
        "above": [200, 200, 200, 403, 200],
        "auditor": [200, 200, 200, 403, 200],
        "member": [200, 404, 404, 404, 404],
        "stranger": [404, 404, 404, 404, 404],
    }


def test_who_only_looks_has_no_buttons(visit, auditor, member, lead, drawn):
    tried(drawn, lead)
    assert "allotment/try/" not in page_of(visit(auditor), drawn)
    assert "publish/" not in page_of(visit(auditor), drawn, "runs/1/")
    assert "试算 1" not in page_of(visit(member), drawn)
    asked = [visit(who).post(address(drawn, "try/"), {}).status_code for who in (auditor, member)]
    assert (asked, Run.objects.count()) == ([403, 403], 1)


def test_how_lines_move_is_said_to_staff_and_to_everybody(visit, client, lead, drawn):
    words = "排队候补"
    assert words in page_of(visit(lead), drawn)
    assert words in client.get(f"/rounds/{drawn.round.pk}/").content.decode()


def test_the_list_costs_as_many_queries_for_one_run_as_for_five(visit, lead, drawn, django_assert_max_num_queries):
    client = visit(lead)
    for _again in range(5):
        tried(drawn, lead)
    with django_assert_max_num_queries(MOST_OF_THE_LIST):
        client.get(address(drawn))
    with django_assert_max_num_queries(MOST_OF_A_RUN):
        client.get(address(drawn, "runs/3/"))


def test_claims_of_the_stable_method_never_count_wishes(visit, lead, drawn):
    fields = {"other": "yes", "method": "stable", "wishes": "60 40", "near": "30 20"}
    visit(lead).post(address(drawn, "try/"), fields)
    fit = terms_of(Run.objects.get()).fit
    assert (fit.wishes, fit.near) == ((), (30, 20))


def test_points_and_the_method_are_told_to_whoever_thinks_of_applying(client, lead, tree):
    given = {"programme": "west-plan", "unit": tree.province, "title": "西部计划", "by": None}
    round_ = actions.open_round(opens=timezone.localdate(), **given)
    page = client.get(f"/rounds/{round_.pk}/").content.decode()
    assert "谁也不会被条件更弱的人挤掉" in page
    assert "名额就在家所在的单位加30分" in page


def test_what_does_not_hold_must_be_argued_before_it_is_published(visit, lead, drawn):
    drawn.offer("省直岗", unit=drawn.tree.province, capacity=9)  # too many seats above the counties
    tried(drawn, lead)
    page = page_of(visit(lead), drawn, "runs/1/publish/")
    assert "县级及以下的不少于" in page
    assert 'name="reason"' in page


def test_a_run_whose_work_failed_says_why_and_is_set_aside(visit, lead, drawn):
    run = tried(drawn, lead)
    Run.objects.filter(pk=run.pk).update(state=RunState.WORKING)
    key = f"programmes.try_allotment:{run.pk}:0"
    Job.objects.create(kind="programmes.try_allotment", key=key, state=Job.State.FAILED, sentence="名额表损坏")
    client = visit(lead)
    page = page_of(client, drawn, "runs/1/")
    assert "名额表损坏" in page
    assert "hx-get" not in page[page.index("<main") :]
    client.post(address(drawn, "runs/1/aside/"))
    assert Run.objects.get().state == RunState.ASIDE


def test_what_was_given_up_is_said_and_has_no_price(visit, lead, tree):
    now = timezone.now()
    steps = ({"kind": "screening", "by_hand": False}, {"kind": "allotment", "method": "optimal", "fit": {"placed": 9}})
    rule = {"kind": "per-unit", "level": "prefecture", "least": 1}
    round_ = round_of(declared(*steps, rules=[rule]), tree.province, closes=None, apply_until=now - timedelta(days=1))
    apply_for(round_, people_of(tree.county, 1)[0], opening_in(round_, tree.county), now=now - timedelta(days=2))
    actions.draw_lots(round=round_, seed="1", now=now, by=lead)
    run = actions.try_allotment(round=round_, now=now, by=lead, argued=True)
    page = visit(lead).get(f"/desk/rounds/{round_.pk}/allotment/runs/{run.number}/").content.decode()
    assert "这是放弃下限以后算出的结果" in page
    bound = page[page.index(f"“{tree.other_prefecture.short}”（含下级）至少录取1人") :][:300]
    assert "没有守住" in bound
    assert "总分" not in bound


def test_the_form_begins_close_to_the_newest_run_and_a_run_is_the_beginning_of_another(visit, lead, drawn):
    tried(drawn, lead, method="optimal", fit=Fit(placed=9, near=(4, 2)), name="近的先")
    tried(drawn, lead, method="optimal")
    client = visit(lead)
    plain, like = page_of(client, drawn), page_of(client, drawn, "?like=1")
    assert '<option value="2" selected>尽量不动“试算 2”的安排' in plain
    assert '<option value="1" selected>尽量不动“试算 1 · 近的先”的安排' in like
    assert ('name="near" value="4 2"' in plain, 'name="near" value="4 2"' in like) == (False, True)
    assert "&amp;like=1#other" in page_of(client, drawn, "runs/1/")


def test_a_run_close_to_another_says_so_wherever_it_is_told(visit, lead, drawn):
    tried(drawn, lead, method="optimal", name="照旧")
    client = visit(lead)
    fields = {"other": "yes", "method": "optimal", "wishes": "60 40", "near": "", "stay": "1"}
    answer = client.post(address(drawn, "try/"), fields, follow=True).content.decode()
    named = f'尽量不动“<a href="{address(drawn, "runs/1/")}?unit={drawn.tree.province.slug}">试算 1 · 照旧</a>”的安排'
    assert (terms_of(Run.objects.get(number=2)).stay.run, named in answer) == (1, True)
    assert "没有一个比它更少动先前那次试算的安排" in answer
    assert f"{named}。" in page_of(client, drawn, "runs/compare/?left=1&right=2")


def test_publishing_what_stays_close_to_another_names_it_and_what_is_announced(visit, lead, drawn):
    tried(drawn, lead, method="optimal", name="照旧")
    tried(drawn, lead, method="optimal", stay=1)
    page = page_of(visit(lead), drawn, "runs/2/publish/")
    assert f'href="{address(drawn, "runs/1/")}?unit={drawn.tree.province.slug}">试算 1 · 照旧</a>”的安排。' in page
    assert ("同样好的结果由签号先后决定" in page, 'name="reason"' in page) == (True, True)
    assert "同样好的结果由签号先后决定" not in page_of(visit(lead), drawn, "runs/1/publish/")


def test_how_a_run_is_kept_close_is_told_again_where_it_is_computed_again(visit, lead, drawn):
    tried(drawn, lead, method="optimal")
    tried(drawn, lead, method="optimal", stay=1)
    client = visit(lead)
    assert "没有一个比它更少动" in client.post(address(drawn, "runs/2/check/")).content.decode()


def test_another_method_than_the_highest_sum_stays_close_to_nothing(visit, lead, drawn):
    tried(drawn, lead, method="optimal")
    fields = {"other": "yes", "method": "lottery", "wishes": "", "near": "", "stay": "1"}
    visit(lead).post(address(drawn, "try/"), fields)
    assert terms_of(Run.objects.get(number=2)).stay is None


def test_a_run_that_is_needed_is_not_set_aside(visit, lead, drawn):
    tried(drawn, lead, method="optimal")
    tried(drawn, lead, method="optimal", stay=1)
    answer = visit(lead).post(address(drawn, "runs/1/aside/"))
    assert (answer.status_code, Run.objects.get(number=1).state) == (409, "made")
    assert "请先把试算 2 作废" in answer.content.decode()


def test_the_comparison_says_how_many_must_move_and_leads_to_the_form_that_moves_no_more(visit, lead, drawn):
    first, other = tried(drawn, lead, method="lottery"), tried(drawn, lead, method="optimal", fit=Fit(placed=5))
    got = load_output(other)
    winner = (load_output(first).assignment.argmax() + 1) % 3
    turned = Output(np.where(np.arange(3) == winner, 0, -1).astype(np.int32), *list(vars(got).values())[1:])
    Run.objects.filter(pk=other.pk).update(output=packed(turned.arrays()))
    page = page_of(visit(lead), drawn, "runs/compare/?left=1&right=2")
    assert "一个人也不必动：照右边的办法和规则，左边的安排同样好。" in page
    assert "&amp;like=2&amp;stay=1#other" in page

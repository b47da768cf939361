import pytest

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import AuditLine, Job
from sangzi.plans import actions, originals
from sangzi.plans.models import Plan


def test_the_same_text_twice_is_the_same_plan_and_says_so(tree, plan):
    again = actions.add_plan(unit=tree.province, title="另一个标题", text=plan.text, by=None)
    assert (again.plan.pk, again.is_new) == (plan.pk, False)
    assert "完全相同" in again.sentence


def test_the_same_text_at_another_unit_is_another_plan(tree, plan):
    assert actions.add_plan(unit=tree.county, title=plan.title, text=plan.text, by=None).is_new


def test_adding_leaves_one_audit_line_and_no_personal_value(tree, plan):
    line = AuditLine.objects.get(chain=tree.province.pk)
    assert line.act == "plans.add"
    assert "柳青禾" not in line.detail + line.about


def test_a_file_is_kept_as_it_came_and_waits_for_a_job(tree, lead):
    added = actions.add_plan(unit=tree.province, title="", data=b"\xef\xbb\xbfabc", file_name="要点.txt", by=lead)
    assert originals.path_of(added.plan).read_bytes() == b"\xef\xbb\xbfabc"
    assert Job.objects.get().kind == "plans.read"
    assert (added.plan.title, added.plan.state) == ("要点", Plan.State.WAITING)


def test_the_same_file_twice_waits_for_one_job(tree):
    for _turn in range(2):
        actions.add_plan(unit=tree.province, title="要点", data=b"abc", file_name="a.txt", by=None)
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"text": " \n"}, "没有内容"),
        ({"data": b"", "file_name": "a.pdf"}, "是空的"),
        ({"data": b"x", "file_name": "a.exe"}, "类型读不了"),
    ],
)
def test_what_cannot_be_a_plan_is_refused_with_a_sentence(tree, given, word):
    with pytest.raises(BadInput, match=word):
        actions.add_plan(unit=tree.province, title="要点", by=None, **given)
    assert not Plan.objects.exists()


def test_a_text_beyond_the_limit_is_refused_and_nothing_is_kept(tree, monkeypatch):
    monkeypatch.setattr("sangzi.plans.actions.adding.MAX_CHARS", 10)
    with pytest.raises(BadInput, match="超过一次可读的上限"):
        actions.add_plan(unit=tree.province, title="要点", text="树" * 11, by=None)
    assert not Plan.objects.exists()


def test_a_file_beyond_the_limit_is_refused_before_it_is_kept(tree, monkeypatch):
    monkeypatch.setattr("sangzi.plans.actions.adding.MAX_BYTES", 3 * 2**20)
    with pytest.raises(BadInput, match="有 4 MB，超过上限 3 MB"):
        actions.add_plan(unit=tree.province, title="要点", data=bytes(4 * 2**20), file_name="a.pdf", by=None)
    assert not Plan.objects.exists()


def test_a_plan_without_any_title_is_refused(tree):
    with pytest.raises(BadInput, match="标题"):
        actions.add_plan(unit=tree.province, title=" ", text="种树", by=None)


def test_characters_that_no_database_takes_are_replaced_one_for_one(tree):
    plan = actions.add_plan(unit=tree.province, title="要点", text="种\x00树\ud800。", by=None).plan
    plan.refresh_from_db()
    assert plan.text == "种\ufffd树\ufffd。"

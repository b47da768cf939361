"""Telling: once for each key, all or nothing, in the reader's language, to one's own page alone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sangzi.kernel.errors import NotVisible
from sangzi.notices.access import own_notices
from sangzi.notices.actions import mark_all_read, mark_read, tell_all
from sangzi.notices.actions import tell as tell_one
from sangzi.notices.crowds import key_for
from sangzi.notices.models import Notice
from sangzi.notices.queries import notices_of, own_export, unread_count
from sangzi.people.models import Person
from sangzi.units.models import Assignment

from .conftest import KIND, NOW, TITLE, tell

pytestmark = pytest.mark.django_db


def test_the_same_key_tells_once(tian, quiet):
    tell(tian, quiet)
    told = tell_all(recipients=[tian, quiet], kind=KIND, title="另一句", key="one", now=NOW, by=None)
    assert told == 0
    assert set(Notice.objects.values_list("title", flat=True)) == {"报名结束了"}


def test_who_was_not_told_yet_is_told_under_the_same_key(tian, quiet):
    tell(tian)
    assert tell_all(recipients=[tian, quiet], kind=KIND, title="又一句", key="one", now=NOW, by=None) == 1


def test_telling_one_gives_the_notice_back(tian):
    told = {"to": tian, "kind": KIND, "title": "报名结束了", "key": "k", "now": NOW, "by": None}
    assert tell_one(**told).pk == tell_one(**told).pk


def test_telling_one_takes_two_statements(tian, django_assert_num_queries):
    told = {"to": tian.person, "kind": KIND, "title": "报名结束了", "now": NOW, "by": None}
    with transaction.atomic(), django_assert_num_queries(4):  # and a savepoint around the first
        tell_one(**told, key="k")


@pytest.mark.sqlite
def test_neither_telling_nor_reading_goes_through_the_whole_table(tian, tree):
    Assignment.objects.create(account=tian, unit=tree.township, role="officer", since=NOW.date())
    told = Notice.objects.filter(key=key_for("k", tian.person))
    unread = own_notices(tian, NOW).filter(unread=True)
    assert not any("SCAN" in rows.explain() for rows in (told, unread, own_notices(tian, NOW)))


def test_two_persons_told_the_same_can_become_one(tian, quiet):
    tell(tian.person, quiet)
    Notice.objects.filter(person=quiet).update(person=tian.person)
    assert tell_all(recipients=[tian.person], kind=KIND, title="又一句", key="one", now=NOW, by=None) == 0


def test_a_key_too_long_for_a_database_is_refused_on_each(tian):
    with pytest.raises(ValueError, match="at most 120"):
        tell(tian, key="k" * 121)


def test_an_undeclared_kind_is_refused(tian):
    with pytest.raises(ValueError, match=r"test\.unheard"):
        tell(tian, kind="test.unheard")


@pytest.mark.django_db(transaction=True)
def test_nobody_hears_of_what_was_rolled_back(tian):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(tian)
        raise RuntimeError
    assert not Notice.objects.exists()


def test_values_stand_in_the_reader_s_words(tian):
    (notice,) = tell(tian, title="“%(round)s”延期到%(until)s", told={"round": "返家乡 100%", "until": "3月9日"})
    assert notice.headline == "“返家乡 100%”延期到3月9日"


def test_the_reader_s_language_is_spoken(tian):
    (notice,) = tell(tian, title=TITLE)
    with translation.override("en"):
        assert notice.headline == "Notice"
    assert notice.headline == "通知"


def test_a_percent_sign_without_values_stays(tian):
    (notice,) = tell(tian, title="完成 100%")
    assert notice.headline == "完成 100%"


def test_one_reads_what_oneself_the_person_and_the_units_were_told(tian, tree):
    Assignment.objects.create(account=tian, unit=tree.township, role="officer", since=NOW.date())
    told = tell(tian, tian.person, tree.township)
    assert set(own_notices(tian, NOW)) == set(told)


def test_a_unit_above_does_not_read_the_post_of_those_below(county_officer, tree):
    tell(tree.township)
    assert not own_notices(county_officer, NOW).exists()


def test_an_auditor_opens_no_post(auditor, tree):
    tell(tree.province)
    assert not own_notices(auditor, NOW).exists()


def test_who_has_left_reads_the_unit_s_post_no_more(member, tree):
    tell(tree.township)
    member.assignments.update(until=NOW.date())
    assert not own_notices(member, NOW).exists()


def test_reading_is_noted_once(tian):
    (notice,) = tell(tian)
    mark_read(notice=notice.pk, now=NOW, by=tian)
    read = mark_read(notice=notice.pk, now=NOW + timedelta(hours=1), by=tian)
    assert (read.unread, read.read, read.read_by) == (False, NOW, tian)


def test_nobody_marks_what_another_was_told(tian, stranger):
    (notice,) = tell(tian)
    with pytest.raises(NotVisible):
        mark_read(notice=notice.pk, now=NOW, by=stranger)


def test_all_read_means_what_was_told_until_now(tian):
    tell(tian, key="a")
    tell(tian, key="later", now=NOW + timedelta(hours=1))
    assert mark_all_read(now=NOW, by=tian) == 1
    assert unread_count(tian, NOW) == 1


def test_unread_ones_stand_first_and_pages_go_on_by_key(tian):
    told = [tell(tian, key=str(number))[0] for number in range(5)]
    mark_read(notice=told[4].pk, now=NOW, by=tian)
    first = notices_of(tian, NOW, size=3)
    rest = notices_of(tian, NOW, size=3, after=first.next)
    assert [one.key.partition("/")[0] for one in [*first.lines, *rest.lines]] == ["3", "2", "1", "0", "4"]
    assert rest.next is None


def test_a_list_takes_three_queries_however_long(tian, django_assert_num_queries):
    for number in range(30):
        tell(tian, key=str(number))
    with django_assert_num_queries(3):
        notices_of(tian, NOW)
    with django_assert_num_queries(3):
        assert unread_count(tian, NOW) == 30


def test_the_export_holds_the_words(tian):
    tell(tian, title="结束于%(day)s", told={"day": "3月9日"})
    (told,) = json.loads(json.dumps(own_export(tian, NOW), default=str))
    assert (told["title"], told["read"]) == ("结束于3月9日", None)


def test_a_crowd_is_told_without_being_loaded(tree):
    Person.objects.bulk_create(Person(name=f"人{number}", home=tree.village) for number in range(300))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        told = tell_all(recipients=Person.objects.all(), kind=KIND, title="延期", key="k", now=NOW, by=None)
    assert told == 300
    assert not any('"phone"' in query["sql"] for query in seen)

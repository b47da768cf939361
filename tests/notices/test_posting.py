"""From a notice to somebody's mailbox: by the right way, at most once, again where it surely did not leave."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.kernel import clock, jobs
from sangzi.kernel.models import Account, Job
from sangzi.notices import posting, routing
from sangzi.notices.actions import set_preference
from sangzi.notices.actions.telling import _wake_the_post
from sangzi.notices.channels import CHANNELS
from sangzi.notices.channels.shape import SENT, Outcome
from sangzi.notices.models import Delivery, Notice, Preference
from sangzi.notices.tasks import post
from sangzi.people.models import Person

from .conftest import NOW, reached, tell

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=2)


class Wire:
    """A channel that keeps what it is given and answers as it is told to."""

    key, title, size, asks_address, by_custom = "mail", "电报", 3, True, True

    def __init__(self):
        self.letters, self.answers = [], []

    def is_ready(self):
        return True

    def complaints(self):
        return []

    def send(self, letters):
        self.letters += letters
        return [self.answers.pop(0) if self.answers else SENT for _letter in letters]


class Telephone(Wire):
    key, asks_address, by_custom = "sms", False, False


@pytest.fixture
def wire(monkeypatch):
    wire = Wire()
    monkeypatch.setitem(CHANNELS, "mail", wire)
    return wire


@pytest.fixture
def telephone(monkeypatch):
    telephone = Telephone()
    monkeypatch.setitem(CHANNELS, "sms", telephone)
    return telephone


def work(now=None) -> None:
    """What the clock and the workers do: one turn of the post, then all its jobs."""
    post(now or timezone.now())
    while jobs.work_once("worker"):
        pass


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_proven_address_is_written_to(tian, wire):
    reached(tian)
    tell(tian, link="/me/notices/", text="到3月9日")
    work()
    (letter,) = wire.letters
    assert (letter.to, letter.title, letter.text) == ("tian@example.cn", "报名结束了", "到3月9日")
    assert letter.link.startswith("http")
    assert letter.link.endswith("/me/notices/")
    assert states() == ["sent"]


def test_an_address_that_nobody_proved_is_not_written_to(tian, wire):
    address = reached(tian)
    address.verified = None
    address.save()
    tell(tian)
    work()
    assert (wire.letters, states()) == ([], [])


def test_what_a_person_is_told_reaches_the_account_s_address(tian, wire):
    reached(tian)
    tell(tian.person)
    work()
    assert [letter.to for letter in wire.letters] == ["tian@example.cn"]


def test_what_an_account_is_told_reaches_its_person_s_address(tian, wire):
    reached(tian, person=tian.person, value="person@example.cn")
    tell(tian)
    work()
    assert [letter.to for letter in wire.letters] == ["person@example.cn"]


def test_a_unit_s_post_reaches_those_who_work_there_now(member, county_officer, tree, wire):
    reached(member, value="member@example.cn")
    reached(county_officer, value="county@example.cn")
    tell(tree.township)
    work()
    assert [letter.to for letter in wire.letters] == ["member@example.cn"]


def test_who_does_not_want_it_is_not_written_to(tian, wire):
    reached(tian)
    set_preference(channel="mail", wanted=False, by=tian)
    tell(tian)
    work()
    assert wire.letters == []


def test_the_account_s_word_goes_before_its_person_s(tian, wire):
    reached(tian)
    Preference.objects.create(person=tian.person, channel="mail", wanted=False)
    set_preference(channel="mail", wanted=True, by=tian)
    tell(tian)
    work()
    assert len(wire.letters) == 1


def test_an_sms_leaves_only_for_those_who_asked_for_it(tian, quiet, telephone):
    set_preference(channel="sms", wanted=True, by=tian)
    tell(tian, quiet)
    work()
    assert [letter.to for letter in telephone.letters] == ["13812341234"]


def test_a_channel_without_settings_makes_no_deliveries(tian):
    reached(tian, channel="wecom", value="tian")
    tell(tian)
    work()
    assert states() == []


def test_a_letter_speaks_the_reader_s_language(tian, wire):
    Account.objects.filter(pk=tian.pk).update(language="en")
    reached(tian)
    tell(tian, title="通知")
    work()
    assert wire.letters[0].title == "Notice"


def test_routing_twice_makes_no_second_delivery(tian, wire):
    reached(tian)
    tell(tian)
    assert [routing.route(NOW), routing.route(NOW)] == [1, 0]
    assert states() == ["waiting"]


def test_a_crowd_leaves_in_batches_and_lots(tree, wire):
    persons = Person.objects.bulk_create(Person(name=f"人{n}", home=tree.village) for n in range(130))
    for person in persons:
        reached(None, person=person, value=f"{person.pk}@example.cn")
    tell(*persons)
    work()
    assert states() == ["sent"] * 130
    assert Job.objects.filter(kind=posting.SEND).count() == 3  # 20 batches of 3, twice, and the rest


def test_what_surely_did_not_leave_is_tried_again_later(tian, wire):
    reached(tian)
    tell(tian)
    wire.answers = [Outcome("again", "没有连上")]
    now = timezone.now()
    work(now)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.sentence) == ("waiting", 1, "没有连上")
    work(now)
    assert len(wire.letters) == 1
    work(now + LATER)
    assert (states(), len(wire.letters)) == (["sent"], 2)


def test_a_channel_that_says_how_long_is_waited_for(tian, wire):
    reached(tian)
    tell(tian)
    wire.answers = [Outcome("again", "太多", timedelta(days=2))]
    work()
    assert Delivery.objects.get().next_try > timezone.now() + timedelta(days=1)


def test_after_six_attempts_it_is_given_up(tian, wire):
    reached(tian)
    tell(tian)
    wire.answers = [Outcome("again", "没有连上")] * 10
    for day in range(8):
        work(timezone.now() + timedelta(days=day))
    assert (states(), len(wire.letters)) == (["failed"], 6)


@pytest.mark.parametrize("state", ["failed", "unsure"])
def test_what_failed_or_may_have_arrived_is_not_sent_again(tian, wire, state):
    reached(tian)
    tell(tian)
    wire.answers = [Outcome(state, "说明")]
    work()
    work(timezone.now() + timedelta(days=1))
    assert (states(), len(wire.letters)) == ([state], 1)


def test_an_address_removed_in_between_is_not_used(tian, wire):
    address = reached(tian)
    tell(tian)
    routing.route(NOW)
    address.delete()
    work()
    assert (wire.letters, states()) == ([], ["failed"])


def test_a_worker_that_died_after_the_mark_leaves_it_unsure(tian, wire):
    reached(tian)
    tell(tian)
    routing.route(NOW)
    posting.dispatch(NOW)
    lot = Delivery.objects.get().lot
    posting._mark(wire, lot, NOW)  # and here it dies
    work(NOW + LATER)
    assert (states(), wire.letters) == (["unsure"], [])


def test_a_lot_that_no_worker_touched_is_made_up_anew(tian, wire):
    reached(tian)
    tell(tian)
    routing.route(NOW)
    posting.dispatch(NOW)
    Job.objects.filter(kind=posting.SEND).delete()
    work(NOW + LATER)
    assert states() == ["sent"]


def test_who_may_not_sign_in_any_more_is_not_written_to(tian, member, tree, wire):
    reached(tian)
    reached(member, value="member@example.cn")
    Account.objects.update(is_active=False)
    tell(tian, tian.person, tree.township)
    work()
    assert (wire.letters, states()) == ([], [])


def test_jobs_hold_no_personal_values(tian, wire):
    reached(tian)
    tell(tian)
    work()
    told = " ".join(Job.objects.values_list("arguments", flat=True)) + " ".join(
        Job.objects.values_list("key", flat=True)
    )
    assert not any(word in told for word in ("tian@", "138", "田一禾", "报名"))
    assert set(json.loads(Job.objects.get(kind=posting.SEND).arguments)) == {"channel", "lot"}


def test_what_ended_long_ago_is_forgotten(tian, wire):
    reached(tian)
    (notice,) = tell(tian)
    work()
    posting.forget_old(timezone.now() + timedelta(days=91))
    assert states() == []
    notice.refresh_from_db()
    posting.forget_old(NOW + timedelta(days=731))
    assert not Notice.objects.exists()


def test_routing_takes_a_fixed_number_of_queries(tree, wire, django_assert_max_num_queries):
    persons = Person.objects.bulk_create(Person(name=f"人{n}", home=tree.village) for n in range(200))
    tell(*persons)
    with django_assert_max_num_queries(14):
        routing.route(NOW)


def test_telling_wakes_the_post_but_not_with_every_notice(monkeypatch):
    woken = []
    monkeypatch.setattr(clock, "hurry", lambda run, _now: woken.append(run))
    monkeypatch.setattr("sangzi.notices.actions.telling._woken", float("-inf"))
    for _ in range(5):
        _wake_the_post()
    assert woken == [post]

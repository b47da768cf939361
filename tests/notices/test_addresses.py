"""An address is used once its owner has opened the link that was sent there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from sangzi.kernel import jobs
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.models import AuditLine, Job
from sangzi.notices.actions import keep_address, remove_address, set_preference, verify_address
from sangzi.notices.models import Address
from sangzi.notices.proofs import proof_for
from sangzi.notices.queries import ways_of

from .conftest import NOW

pytestmark = pytest.mark.django_db


def keep(account, value="tian@example.cn", channel="mail"):
    return keep_address(channel=channel, value=value, now=NOW, by=account)


def test_an_address_counts_after_its_link_was_opened(tian):
    address = keep(tian, " tian@example.cn ")
    assert address.verified is None
    assert verify_address(proof=proof_for(address), now=NOW, by=tian).verified == NOW


def test_a_link_is_sent_and_stands_in_no_row(tian, mailoutbox):
    keep(tian)
    jobs.work_once("worker")
    (message,) = mailoutbox
    proof = message.body.partition("/me/notices/prove/")[2].split("/")[0]
    assert verify_address(proof=proof, now=NOW, by=tian).verified
    assert proof not in str(list(Job.objects.values()))


def test_another_account_cannot_use_the_link(tian, stranger):
    with pytest.raises(NotVisible):
        verify_address(proof=proof_for(keep(tian)), now=NOW, by=stranger)


def test_a_changed_address_is_proven_anew(tian):
    address = keep(tian)
    proof = proof_for(address)
    verify_address(proof=proof, now=NOW, by=tian)
    assert keep(tian, "other@example.cn").verified is None
    with pytest.raises(NotVisible):
        verify_address(proof=proof, now=NOW, by=tian)


def test_the_same_address_again_stays_proven(tian):
    verify_address(proof=proof_for(keep(tian)), now=NOW, by=tian)
    assert keep(tian).verified == NOW


@pytest.mark.parametrize("proof", ["", "x", "signed elsewhere"])
def test_a_made_up_link_is_refused(tian, proof):
    address = keep(tian)
    if proof == "signed elsewhere":
        proof = signing.dumps([address.pk, address.value], salt="other")
    with pytest.raises(BadInput, match="不完整"):
        verify_address(proof=proof, now=NOW, by=tian)


def test_a_link_is_good_for_three_days(tian, monkeypatch):
    proof = proof_for(keep(tian))
    later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr("time.time", later.timestamp)
    with pytest.raises(BadInput, match="过期"):
        verify_address(proof=proof, now=later, by=tian)


@pytest.mark.parametrize(
    ("channel", "value"),
    [
        ("mail", "tian"),
        ("mail", ""),
        ("mail", "a@b.cn\nBcc: x@y.cn"),
        ("wecom", "a|b"),
        ("sms", "13812341234"),
        ("fax", "1"),
    ],
)
def test_what_is_no_address_is_refused(tian, channel, value):
    with pytest.raises(BadInput):
        keep(tian, value, channel)


def test_nobody_s_mailbox_is_filled_through_us(tian):
    for number in range(5):
        keep(tian, f"victim{number}@example.cn")
    with pytest.raises(Conflict, match="一小时"):
        keep(tian, "victim@example.cn")
    assert Job.objects.count() == 5


def test_the_audit_knows_that_and_not_where(tian):
    keep(tian)
    remove_address(channel="mail", by=tian)
    lines = AuditLine.objects.filter(act__startswith="notices.")
    assert [line.act for line in lines] == ["notices.keep-address", "notices.remove-address"]
    assert "example.cn" not in "".join(line.detail for line in lines)


def test_removing_what_is_not_there_says_so(tian):
    assert remove_address(channel="mail", by=tian) is False
    assert not Address.objects.exists()


def test_a_preference_for_no_channel_is_refused(tian):
    with pytest.raises(BadInput, match="fax"):
        set_preference(channel="fax", wanted=True, by=tian)


def test_the_settings_show_every_channel(tian, django_assert_num_queries):
    set_preference(channel="mail", wanted=False, by=tian)
    with django_assert_num_queries(2):
        ways = {way.key: way for way in ways_of(tian)}
    assert (ways["mail"].ready, ways["mail"].wanted) == (True, False)
    assert (ways["sms"].ready, ways["sms"].wanted) == (False, False)

"""Nobody is honoured before the notice is over and every objection is answered."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.notices.models import Notice
from sangzi.people.models import Entry
from sangzi.programmes.actions.honours import award, revoke_honour
from sangzi.programmes.actions.public_notices import answer_challenge, challenge, publish_notice, withdraw_notice
from sangzi.programmes.models import ApplicationState, Record

from .conftest import at, programme

HONOUR = {
    "kind": "honour", "notice": 5, "levels": ["一等奖", "二等奖"], "record": "prize", "enters": "role-models",
}  # fmt: skip
# 1 to 5 May 2026 are free, 9 May is worked: five working days from 30 April end on 9 May.
FIRST, LAST, AFTER = date(2026, 4, 30), date(2026, 5, 9), date(2026, 5, 11)


@pytest.fixture
def entry(life):
    return life.application(life.round(programme(HONOUR)), answers='{"kind": "乡村治理"}')


@pytest.fixture
def notice(entry):
    return shown(entry)


def shown(*entries, opens=FIRST):
    return publish_notice(
        round=entries[0].round, applications=entries, title="拟表彰", opens=opens, now=at(FIRST), by=None
    )


def honoured(entry, on=AFTER, level="一等奖"):
    return award(application=entry, level=level, on=on, now=at(AFTER), by=None)


def objected(notice, application=None, on=LAST, text="此人不在本村"):
    given = {"contact": "13900000000", "application": application}
    return challenge(notice=notice, text=text, now=at(on), by=None, **given)


def answered(one, upheld=False, by=None):
    return answer_challenge(challenge=one, answer="已到村里核实", upheld=upheld, now=at(LAST), by=by)


def test_a_notice_lasts_five_working_days(notice):
    assert (notice.opens, notice.closes) == (FIRST, LAST)


@pytest.mark.parametrize("on", [FIRST, LAST])
def test_nobody_is_honoured_before_the_notice_is_over(entry, notice, on):
    with pytest.raises(Conflict, match="公示到2026年5月9日为止"):
        honoured(entry, on)


def test_nobody_is_honoured_without_a_notice(entry):
    with pytest.raises(Conflict, match="还没有公示"):
        honoured(entry)


def test_nobody_is_honoured_while_an_objection_waits(entry, notice):
    one = objected(notice)
    with pytest.raises(Conflict, match="还有没答复的异议"):
        honoured(entry)
    answered(one)
    assert honoured(entry).level == "一等奖"


def test_an_objection_that_is_upheld_keeps_the_honour_back(entry, notice):
    answered(objected(notice, entry), upheld=True)
    with pytest.raises(Conflict, match="异议已经采纳"):
        honoured(entry)


def test_an_answer_deletes_the_contact_of_who_objected(notice):
    assert answered(objected(notice)).contact == ""


def test_an_objector_with_an_account_is_told_the_answer(notice, stranger):
    one = challenge(notice=notice, text="此人不在本村", now=at(LAST), by=stranger)
    answered(one)
    assert Notice.objects.get(account=stranger).words == "已到村里核实"


@pytest.mark.parametrize(("on", "text"), [(AFTER, "此人不在本村"), (date(2026, 4, 29), "此人不在本村")])
def test_objections_are_taken_while_the_notice_lasts(notice, on, text):
    with pytest.raises(Conflict, match="现在不收异议"):
        objected(notice, on=on, text=text)


def test_an_objection_says_something(notice):
    with pytest.raises(BadInput, match="异议要写5到2000个字"):
        objected(notice, text="不行")


def test_a_notice_that_was_withdrawn_is_none(entry, notice):
    withdraw_notice(notice=notice, reason="名单有误", now=at(LAST), by=None)
    with pytest.raises(Conflict, match="还没有公示"):
        honoured(entry)
    with pytest.raises(Conflict, match="不收异议"):
        objected(notice)


def test_an_honour_leaves_a_record_and_a_line_in_the_register(life, entry, notice):
    honour = honoured(entry)
    assert (honour.record.kind, honour.record.person) == ("prize", life.people[0])
    assert Entry.objects.get(register="role-models").person == life.people[0]


def test_an_honour_is_given_once(entry, notice):
    honoured(entry)
    with pytest.raises(Conflict, match="已经表彰过"):
        honoured(entry, level="二等奖")
    assert Record.objects.count() == 1


def test_a_level_that_is_none_is_refused(entry, notice):
    with pytest.raises(BadInput, match="没有“三等奖”"):
        honoured(entry, level="三等奖")


def test_an_honour_taken_back_is_taken_from_the_figures_and_may_be_given_anew(entry, notice):
    revoke_honour(honour=honoured(entry), reason="材料不实", now=at(AFTER), by=None)
    assert sum(Record.objects.values_list("quantity", flat=True)) == 0
    assert honoured(entry, level="二等奖").record.quantity == 1


def test_what_was_not_admitted_is_not_shown(life, entry):
    refused = life.application(entry.round, 1, state=ApplicationState.REFUSED)
    with pytest.raises(BadInput, match=f"第{refused.pk}号还没有通过"):
        shown(entry, refused)


def test_a_notice_does_not_begin_in_the_past(entry):
    with pytest.raises(BadInput, match="从今天或以后开始"):
        shown(entry, opens=date(2026, 4, 29))

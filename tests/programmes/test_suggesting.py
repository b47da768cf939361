"""A need finds who can help at once: only who agreed to it, with a reason, and nobody is placed without their word."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sangzi.kernel.errors import Conflict, NotPermitted, NotVisible
from sangzi.kernel.models import Account, AuditLine
from sangzi.notices.models import Notice
from sangzi.people.actions import add_person, enter_register, save_profile, withdraw_profile
from sangzi.programmes.access.approaches import get_own_approach
from sangzi.programmes.actions import answer_approach, approach, take_place, withdraw_approach, withdraw_opening
from sangzi.programmes.meaning import complaints
from sangzi.programmes.models import Approach
from sangzi.programmes.queries.suggestions import approaches_of, how_many_for, needs_for, suggested_for
from sangzi.units.access import scope_of
from tests.cast import appoint

from .made_rounds import declared, opening_in, round_of

NOW = datetime(2024, 5, 6, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
TIMES = ["周末", "寒暑假"]
ASKS = {
    "fields": [
        {"key": "problem", "title": "难在哪里", "title_en": "Problem", "kind": "long"},
        {"key": "when", "title": "时间", "title_en": "When", "kind": "choices", "choices": TIMES},
    ],
    "suggest": {"registers": ["experts"], "reads": ["problem"], "when": "when", "most": 3},
}


@pytest.fixture
def lead(tree):
    return appoint("lead", tree.county, "lead")


@pytest.fixture
def above(tree):
    return appoint("above", tree.province, "lead")


@pytest.fixture
def expert(tree):
    """Makes people who entered themselves as experts."""

    def made(name, subject, home=None, **more):
        account = Account.objects.create_user(f"a{Account.objects.count()}", "correct horse", name=name)
        person = add_person(name=name, home=home or tree.township, today=TODAY, by=None)
        person.account = account
        person.save(update_fields=["account"])
        told = {"subject": subject} | {key: more.pop(key) for key in ("free",) if key in more}
        usual = {"unit": person.home, "today": TODAY - timedelta(days=30), "by": account}
        return save_profile(register="experts", person=person, fields=told, **usual | more)

    return made


@pytest.fixture
def need(tree):
    def made(title="苹果梨得了黑星病", unit=None, answers='{"problem": "叶子发黑，果树长不好"}', **more):
        round_ = round_of(declared(openings=ASKS, key="needs"), tree.province)
        return opening_in(round_, unit or tree.county, title=title, answers=answers, capacity=2, **more)

    return made


def names(opening, account):
    return [one.entry.person.name for one in suggested_for(opening, scope_of(account, TODAY), TODAY)]


def test_who_knows_it_is_suggested_at_once_and_others_are_not(expert, need, lead):
    expert("甲", "果树栽培与病虫害防治")
    expert("乙", "合同法")
    assert names(need(), lead) == ["甲"]


def test_of_two_who_know_it_the_one_whose_home_is_here_comes_first(tree, expert, need, above):
    expert("远", "果树病虫害防治", tree.district)
    expert("近", "果树病虫害防治", tree.village)
    assert names(need(), above) == ["近", "远"]


def test_the_reason_names_the_skill_the_home_and_the_time(expert, need, lead):
    expert("甲", "果树病虫害防治", free=["周末", "节假日"])
    (found,) = suggested_for(need(answers='{"when": ["周末"]}'), scope_of(lead, TODAY), TODAY)
    assert found.why.sentence == "擅长：果树（梨）、病虫害（黑星病）；老家就在和龙；都方便：周末"


def test_what_somebody_does_not_say_is_not_called_their_skill(expert, need, lead):
    expert("甲", "葡萄栽培")
    (found,) = suggested_for(need("苹果卖不出去", answers="{}"), scope_of(lead, TODAY), TODAY)
    assert found.why.sentence == "相近：果树、种植；老家就在和龙"


def test_time_decides_between_equals(expert, need, lead):
    expert("忙", "果树病虫害防治")
    expert("闲", "果树病虫害防治", free=["周末"])
    assert names(need(answers='{"when": ["周末"]}'), lead) == ["闲", "忙"]


def test_who_was_asked_elsewhere_and_has_not_answered_comes_later(expert, need, lead):
    first, _second = expert("甲", "果树病虫害防治"), expert("乙", "果树病虫害防治")
    approach(opening=need(), entry=first, now=NOW, by=lead)
    assert names(need(), lead) == ["乙", "甲"]


def test_a_new_line_and_a_changed_need_show_at_once(expert, need, lead):
    opening = need()
    assert names(opening, lead) == []
    expert("甲", "果树病虫害防治")
    assert names(opening, lead) == ["甲"]
    opening.title, opening.answers = "合作社账目怎样规范", "{}"
    assert names(opening, lead) == []


def test_no_more_are_named_than_the_definition_says(expert, need, lead):
    for name in "甲乙丙丁":
        expert(name, "果树病虫害防治")
    assert len(names(need(), lead)) == 3


def test_who_left_the_register_is_not_found(expert, need, lead):
    entry = expert("甲", "果树病虫害防治")
    withdraw_profile(entry=entry, today=TODAY, by=entry.person.account)
    assert names(need(), lead) == []


def test_who_was_entered_by_others_is_not_found(tree, need, lead):
    person = add_person(name="甲", home=tree.township, today=TODAY, by=None)
    enter_register(
        register="experts", person=person, unit=tree.township, since=TODAY, today=TODAY, by=None,
        fields={"subject": "果树病虫害防治"},
    )  # fmt: skip
    assert names(need(), lead) == []


def test_who_is_shown_to_the_county_only_is_not_found_by_the_province(tree, expert, need, lead, above):
    expert("甲", "果树病虫害防治", shown_to=tree.county)
    assert (names(need(), lead), names(need(), above)) == (["甲"], [])


def test_whoever_posted_the_need_is_told_how_many(tree, expert, need):
    expert("甲", "果树病虫害防治", tree.district)
    expert("乙", "果树病虫害防治")
    assert how_many_for(need(), TODAY) == 2


def test_the_steward_asks_and_the_person_is_told(expert, need, lead, told):
    entry, opening = expert("甲", "果树病虫害防治"), need()
    asked = approach(opening=opening, entry=entry, now=NOW, by=lead, note="想请您来看看")
    assert approach(opening=opening, entry=entry, now=NOW, by=lead) == asked
    assert names(opening, lead) == []
    assert [one.state for one in approaches_of(opening)] == ["asked"]
    assert entry.person.name not in AuditLine.objects.latest("pk").detail


def test_only_the_person_answers_and_only_once(expert, need, lead, above):
    entry, opening = expert("甲", "果树病虫害防治"), need()
    asked, own = approach(opening=opening, entry=entry, now=NOW, by=lead), entry.person.account
    with pytest.raises(NotPermitted, match="只有本人"):
        answer_approach(approach=asked, willing=True, now=NOW, by=lead)
    with pytest.raises(NotVisible):
        get_own_approach(above, asked.pk)
    assert answer_approach(approach=get_own_approach(own, asked.pk), willing=True, now=NOW, by=own).state == "willing"
    with pytest.raises(Conflict, match="已经答复过"):
        answer_approach(approach=asked, willing=False, now=NOW, by=own)


@pytest.mark.parametrize("answer", [None, False])
def test_nobody_is_placed_without_their_word(expert, need, lead, answer):
    entry, opening = expert("甲", "果树病虫害防治"), need()
    asked = approach(opening=opening, entry=entry, now=NOW, by=lead)
    if answer is not None:
        answer_approach(approach=asked, willing=answer, now=NOW, by=entry.person.account)
    with pytest.raises(Conflict, match="没有答应"):
        take_place(opening=opening, person=entry.person, on=opening.on, by=lead, key="k")


def test_who_said_yes_can_be_placed(expert, need, lead):
    entry, opening = expert("甲", "果树病虫害防治"), need()
    asked = approach(opening=opening, entry=entry, now=NOW, by=lead)
    answer_approach(approach=asked, willing=True, now=NOW, by=entry.person.account)
    assert take_place(opening=opening, person=entry.person, on=opening.on, by=lead, key="k").person == entry.person


@pytest.fixture
def taken_back(expert, need, lead):
    """An invitation that the steward took back before it was answered."""
    asked = approach(opening=need(), entry=expert("甲", "果树病虫害防治"), now=NOW, by=lead)
    return withdraw_approach(approach=asked, now=NOW, by=lead)


def test_an_invitation_without_answer_is_taken_back_and_the_person_is_told(taken_back, lead):
    assert (taken_back.state, taken_back.answered) == ("withdrawn", None)
    assert withdraw_approach(approach=taken_back, now=NOW, by=lead).pk == taken_back.pk
    told = Notice.objects.filter(person=taken_back.person).order_by("pk")
    assert [one.link for one in told] == [f"/me/asked/{taken_back.pk}/"] * 2
    assert "撤回" in told.last().headline
    lines = AuditLine.objects.filter(act="programmes.withdraw_approach")
    assert [taken_back.person.name in one.detail for one in lines] == [False]


def test_an_answer_to_what_was_taken_back_is_refused_in_words(taken_back):
    with pytest.raises(Conflict, match="已经撤回"):
        answer_approach(approach=taken_back, willing=True, now=NOW, by=taken_back.person.account)


@pytest.mark.parametrize("willing", [True, False])
def test_what_was_answered_is_not_taken_back(expert, need, lead, willing):
    entry = expert("甲", "果树病虫害防治")
    asked = approach(opening=need(), entry=entry, now=NOW, by=lead)
    answer_approach(approach=asked, willing=willing, now=NOW, by=entry.person.account)
    with pytest.raises(Conflict, match="已经答复"):
        withdraw_approach(approach=asked, now=NOW, by=lead)


def test_only_who_writes_at_the_opening_takes_an_invitation_back(tree, expert, need, lead):
    entry = expert("甲", "果树病虫害防治")
    asked = approach(opening=need(), entry=entry, now=NOW, by=lead)
    others = (appoint("auditor", tree.county, "auditor"), appoint("b", tree.other_county, "lead"), entry.person.account)
    for other in others:
        with pytest.raises(NotPermitted):
            withdraw_approach(approach=asked, now=NOW, by=other)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_who_was_told_that_it_is_taken_back_can_be_asked_anew_and_not_be_placed(taken_back, lead):
    opening, person = taken_back.opening, taken_back.person
    (found,) = suggested_for(opening, scope_of(lead, TODAY), TODAY)
    with pytest.raises(Conflict, match="没有答应"):
        take_place(opening=opening, person=person, on=opening.on, by=lead, key="k")
    anew = approach(opening=opening, entry=found.entry, now=NOW, by=lead)
    assert (anew.state, anew.pk != taken_back.pk) == ("asked", True)
    assert [one.state for one in approaches_of(opening)] == ["asked", "withdrawn"]


def test_who_may_not_be_found_cannot_be_asked(tree, expert, need, lead):
    elsewhere = expert("甲", "果树病虫害防治", tree.district)
    with pytest.raises(NotPermitted, match="没有同意因此被联系"):
        approach(opening=need(), entry=elsewhere, now=NOW, by=lead)


def test_who_only_audits_cannot_ask(tree, expert, need):
    auditor = appoint("auditor", tree.county, "auditor")
    with pytest.raises(NotPermitted):
        approach(opening=need(), entry=expert("甲", "果树病虫害防治"), now=NOW, by=auditor)
    assert not Approach.objects.exists()


def test_a_need_that_was_taken_back_asks_nobody(expert, need, lead):
    entry, opening = expert("甲", "果树病虫害防治"), need()
    asked = approach(opening=opening, entry=entry, now=NOW, by=lead)
    withdraw_opening(opening=opening, reason="已解决", now=NOW, by=lead)
    with pytest.raises(Conflict, match="已经不需要人"):
        answer_approach(approach=asked, willing=True, now=NOW, by=entry.person.account)
    opening.refresh_from_db()
    assert names(opening, lead) == []


def test_somebody_sees_the_needs_at_home_that_fit(tree, expert, need):
    near, far = need("果树腐烂病", tree.township), need("果树腐烂病", tree.district)
    need("合作社账目怎样规范", answers="{}")
    entry = expert("甲", "果树栽培与病虫害防治")
    found = needs_for(entry.person, NOW)
    assert [one.opening for one in found] == [near, far]
    assert found[0].why.sentence.endswith("老家就在龙城镇")


def test_needs_one_knows_of_already_are_not_shown_again(expert, need, lead):
    entry, opening = expert("甲", "果树病虫害防治"), need()
    approach(opening=opening, entry=entry, now=NOW, by=lead)
    assert needs_for(entry.person, NOW) == []


def test_two_common_characters_are_no_reason_to_show_a_need(expert, need):
    entry = expert("甲", "叶脉研究方向")
    need("方向牌坏了", answers="{}")
    assert needs_for(entry.person, NOW) == []


@pytest.mark.parametrize(
    ("suggest", "said"),
    [
        ({"registers": ["expert"]}, "experts"),
        ({"registers": ["child-helpers"]}, "不由本人登记"),
        ({"registers": ["experts"], "reads": ["problm"]}, "problem"),
        ({"registers": ["experts"], "when": "problem"}, "选择题"),
    ],
)
def test_what_cannot_be_lived_is_complained_of(suggest, said):
    assert said in "".join(complaints(declared(openings=ASKS | {"suggest": suggest})))


def test_a_round_of_an_older_definition_suggests_nobody(tree, expert, lead):
    expert("甲", "果树病虫害防治")
    opening = opening_in(round_of(declared(key="needs"), tree.province), tree.county, title="果树病")
    assert (names(opening, lead), date(2024, 6, 1)) == ([], opening.on)

"""Mistakes that have the right shape: each is told with its place, all at once."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sangzi.programmes.checks import programmes_mean_something
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.meaning import complaints

SESSION = {"key": "session", "title": "活动", "title_en": "Sessions", "unit": "场", "unit_en": "sessions"}
HOURS = SESSION | {"key": "hours", "unit": "小时", "unit_en": "hours", "person": "required", "most": 12}
PAID = SESSION | {"key": "paid", "unit": "元", "unit_en": "yuan", "most": 100000}
ASKED = {"key": "a", "title": "甲", "title_en": "A"}
OPENINGS = {"kind": "openings", "offers": "席位", "offers_en": "seats"}
APPLY = {"kind": "applications"}
ALLOT = {"kind": "allotment", "method": "first-come"}
SERVE = {"kind": "service", "record": "hours"}
PLAIN = {
    "key": "plain", "title": "甲", "title_en": "A", "steward": "办公室", "steward_en": "Office", "summary": "一句。",
    "summary_en": "A sentence.", "capability": "C04", "source": "-", "records": [SESSION, HOURS, PAID],
    "steps": [OPENINGS, APPLY, ALLOT, SERVE],
}  # fmt: skip
PAIRS = {"kind": "pairing", "most": 3}
SAYS = {"title": "证明", "title_en": "Certificate", "record": "hours"}


def told(**changes):
    return complaints(ProgrammeType.model_validate(PLAIN | changes))


def test_what_ships_means_something():
    assert programmes_mean_something() == []


def test_the_plain_programme_of_these_tests_means_something():
    assert told() == []


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([OPENINGS | {"longest": 3}, APPLY, ALLOT], "steps.openings.longest：只有按天预订"),
        ([OPENINGS | {"dated": True}, APPLY, {"kind": "allotment", "method": "lottery"}], "只能是 first-come"),
        ([OPENINGS | {"fields": [ASKED, ASKED]}, APPLY, ALLOT], "steps.openings.fields：有两个字段的 key 是“a”"),
        ([OPENINGS, APPLY | {"by": ["person", "person"]}, ALLOT], "有重复的报名方"),
        ([OPENINGS, APPLY | {"by": ["unit"], "nominated": True}, ALLOT], "推荐的是人"),
        ([OPENINGS, APPLY | {"by": ["unit"]}, {"kind": "screening", "least_age": 18}, ALLOT], "没有年龄"),
        ([OPENINGS, APPLY, {"kind": "screening", "listed_in": "mentor"}, ALLOT], "没有名册“mentor”；是不是“mentors”"),
        (
            [OPENINGS, APPLY | {"by": ["partner"]}, {"kind": "screening", "listed_in": "mentors"}, ALLOT],
            "不是所有报名方",
        ),
        ([OPENINGS, APPLY, {"kind": "allotment", "method": "by-score"}], "by-score 要有评审"),
        ([OPENINGS, APPLY, ALLOT | {"fit": {}}], "只有 optimal 和 stable 看 fit"),
        ([OPENINGS, APPLY, ALLOT | {"method": "optimal"}], "optimal 要写明"),
        ([OPENINGS, APPLY, ALLOT | {"method": "stable", "fit": {"wishes": [2, 1]}}], "会让人不敢如实填报"),
        ([OPENINGS, APPLY, ALLOT | {"method": "optimal", "fit": {"score": 1}}], "fit.score：要有评审"),
        ([OPENINGS, APPLY, {"kind": "screening", "within": [{"field": "a", "years": 3}]}, ALLOT], "没有日期字段“a”"),
        ([OPENINGS, APPLY, SERVE], "报名后没有录取"),
        ([OPENINGS | {"most": 3}, PAIRS], "openings.by 里要有 person"),
        ([OPENINGS | {"by": ["person"], "most": 9}, PAIRS], "超过结对的 3 人"),
        ([OPENINGS, APPLY, {"kind": "screening", "most_age": 14}, ALLOT], "要征得监护人同意"),
        ([OPENINGS, APPLY, ALLOT, {"kind": "training", "record": "session"}], "到场要记到人"),
        ([OPENINGS, APPLY | {"by": ["unit"]}, ALLOT, SERVE], "报名的还有unit"),
        ([OPENINGS, APPLY, ALLOT, {"kind": "payment", "record": "hours"}], "发放要以元计"),
        ([OPENINGS, APPLY, ALLOT, {"kind": "payment"}], "要写明发放记成哪一类纪实"),
        ([OPENINGS, APPLY, ALLOT, {"kind": "honour", "enters": "mentor"}], "steps.honour.enters：没有名册"),
    ],
)
def test_steps_that_do_not_fit_one_another_are_told(steps, sentence):
    assert any(sentence in one and one.startswith("plain.toml：") for one in told(steps=steps)), told(steps=steps)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rules": [{"kind": "share", "level": "province", "least": 5}]}, "rules.1：level"),
        ({"rules": [{"kind": "per-unit", "level": "village"}]}, "least 和 most 至少写一个"),
        ({"rules": [{"kind": "per-unit", "level": "village", "least": 3, "most": 1}]}, "least 不能大于 most"),
        ({"certificate": SAYS | {"says": "{nam}"}}, "没有占位词“nam”；是不是“name”"),
        ({"certificate": SAYS | {"says": "{name"}}, "花括号没有成对"),
        ({"certificate": SAYS | {"says": "{quantity}", "record": ""}}, "要写明合计哪一类纪实"),
        ({"certificate": SAYS | {"says": "甲", "when": "honoured"}}, "honoured 要有表彰"),
    ],
)
def test_rules_and_certificates_that_say_nothing_are_told(changes, sentence):
    assert any(sentence in one for one in told(**changes))


@pytest.mark.parametrize(
    ("step", "shares", "sentence"),
    [
        ({"method": "stable"}, 1, "stable 保证不了"),
        ({"method": "optimal", "fit": {}, "waiting": False}, 2, "只能保证一条"),
        ({"method": "optimal", "fit": {}}, 1, "候补递补会破坏"),
    ],
)
def test_a_share_of_placements_that_no_method_keeps_is_told(step, shares, sentence):
    rules = [{"kind": "share", "of": "placements", "level": "county", "least": 50}] * shares
    assert any(sentence in one for one in told(steps=[OPENINGS, APPLY, ALLOT | step], rules=rules))


@pytest.mark.parametrize("fit", [{"nearness": [1]}, {"near": [1.5]}, {"placed": 0}, {"score": -1}])
def test_fit_is_made_of_whole_points_that_are_known(fit):
    with pytest.raises(ValidationError):
        told(steps=[OPENINGS, APPLY, ALLOT | {"method": "optimal", "fit": fit}])


@pytest.mark.parametrize(("purge", "said"), [(371, ["steps.close.purge：371天后查不到谁参加过"]), (372, [])])
def test_who_took_part_is_known_for_as_long_as_they_may_not_come_again(purge, said):
    once_a_year = {"kind": "screening", "again_after": 12}
    told_of = told(steps=[OPENINGS, APPLY, once_a_year, ALLOT, SERVE, {"kind": "close", "purge": purge}])
    assert [one.partition("，")[0].partition("：")[2] for one in told_of] == said


def test_all_mistakes_are_told_at_once():
    steps = [OPENINGS | {"longest": 3}, APPLY, {"kind": "screening", "listed_in": "x"}, ALLOT, SERVE]
    assert len(told(steps=steps, certificate=SAYS | {"says": "{nam}"})) == 3


@pytest.mark.parametrize("side", ["to_applicant", "to_offerer"])
def test_feedback_may_ask_for_a_file_but_not_for_two_of_one_key(side):
    photo = ASKED | {"kind": "file", "most": 5}
    steps = [OPENINGS, APPLY, ALLOT, SERVE]
    assert told(steps=[*steps, {"kind": "feedback", side: [photo]}]) == []
    (said,) = told(steps=[*steps, {"kind": "feedback", side: [photo, photo]}])
    assert f"steps.feedback.{side}：有两个字段的 key 是“a”" in said

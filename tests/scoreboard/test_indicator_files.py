"""Every shipped indicator can be computed, is explained in both languages, and can be bound to a plan's words."""

import re

import pytest

from sangzi.kernel.definitions import SHIPPED
from sangzi.plans.binding import Candidate, propose_indicator
from sangzi.plans.models import Commitment
from sangzi.scoreboard.indicators import indicators
from sangzi.scoreboard.sense import complaints

KEYS = sorted(path.stem for path in (SHIPPED / "indicators").glob("*.toml"))
SHAPES = {"count", "coverage", "each", "share", "pairing", "growth", "frequency"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def candidates():
    return [Candidate(i.key, i.title, i.words, i.shape, i.over or "") for i in indicators().values()]


def test_all_seven_shapes_are_used():
    assert {indicator.shape for indicator in indicators().values()} == SHAPES


def test_there_are_enough_of_them():
    assert len(KEYS) >= 30


@pytest.mark.parametrize("key", KEYS)
def test_an_indicator_counts_what_somebody_declared(key):
    assert list(complaints(indicators()[key])) == []


@pytest.mark.parametrize("key", KEYS)
def test_an_indicator_is_explained_in_one_sentence_in_each_language(key):
    indicator = indicators()[key]
    assert indicator.summary.endswith("。")
    assert indicator.summary.count("。") == 1
    assert re.fullmatch(r"[A-Z][^.]*\.", indicator.summary_en)


@pytest.mark.parametrize("key", KEYS)
def test_an_indicator_has_a_chinese_and_an_english_title(key):
    indicator = indicators()[key]
    assert CHINESE.search(indicator.title)
    assert not CHINESE.search(indicator.title_en + indicator.unit_en + indicator.summary_en)


@pytest.mark.parametrize("key", KEYS)
def test_an_indicator_names_the_plan_that_asks_for_it(key):
    assert re.match(r"20\d\d年", indicators()[key].source)


@pytest.mark.parametrize("key", KEYS)
def test_a_commitment_in_its_own_words_is_bound_to_the_indicator(key):
    indicator = indicators()[key]
    said = Commitment(
        title=indicator.words[0], quote=indicator.words[0], shape=indicator.shape, over=indicator.over or ""
    )
    assert propose_indicator(said, candidates())[0].key == key


def test_titles_are_told_apart():
    titles = [indicator.title for indicator in indicators().values()]
    assert len(titles) == len(set(titles))

"""The number of an item belongs neither to the quote nor to the indicator."""

import pytest

from sangzi.engines.plangrammar import read


@pytest.mark.parametrize("number", ["（三）", "(3)", "三、", "3.", "12．", "——", ""])
def test_a_quote_begins_after_the_number_of_its_item(number):
    text = f"社区工作要点\n{number}每月开展邻里互助活动。\n"
    (found,) = read(text, year=2024).commitments
    assert found.quote == "每月开展邻里互助活动"
    assert text[found.offset :].startswith(found.quote)


def test_a_number_that_counts_stays():
    (found,) = read("社区工作要点\n3.5万名居民参加培训。\n", year=2024).commitments
    assert (found.quote[0], found.value) == ("3", 35000)

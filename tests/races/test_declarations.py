"""An indicator is made while others write records: every record is counted for it, whoever was first."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from sangzi.programmes.actions import open_round, write_record
from sangzi.scoreboard.actions import declare_indicator, rebuild
from sangzi.scoreboard.declared import forget
from sangzi.scoreboard.drafts import Draft
from sangzi.scoreboard.indicators import indicators
from sangzi.scoreboard.queries import figure_of, is_stale
from sangzi.scoreboard.verification import differences

from .processes import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

TODAY = date(2024, 9, 30)
WRITERS, EACH = 8, 4
# A level and a number that no file asks about, of a kind of record that no file counts at all.
DRAFT = Draft(title="开过两期夜校的县", shape="coverage", fact="programmes.records", tag="", over="county", at_least=2)


@pytest.fixture(params=["fairs/fair", "cadre-training/class"], ids=["counted before", "counted by nobody before"])
def tag(request):
    return request.param


@pytest.fixture
def round_(tree, tag):
    rebuild(now=timezone.now(), by=None)
    return open_round(programme=tag.split("/")[0], unit=tree.province, title="一批", opens=date(2024, 1, 1), by=None)


def test_records_written_meanwhile_are_all_counted(tree, round_, tag):
    units = [tree.township, tree.other_township, tree.county, tree.other_county]
    draft = Draft(**{**DRAFT.__dict__, "tag": tag})

    def write_or_declare(number: int) -> None:
        if number == 0:
            declare_indicator(unit=tree.province, draft=draft, commitment=None, now=timezone.now(), by=None)
            rebuild(now=timezone.now(), by=None)
            return
        for turn in range(EACH):
            write_record(
                round=round_, unit=units[(number + turn) % 4], kind=tag.split("/")[1], on=date(2024, 5, 6),
                key=f"{number}-{turn}", today=TODAY, by=None,
            )  # fmt: skip

    assert all_at_once(WRITERS, write_or_declare) == [None] * WRITERS
    forget()
    made = next(one for one in indicators().values() if one.title == DRAFT.title)
    assert (is_stale(), list(differences())) == (False, [])
    assert figure_of(made, tree.prefecture, date(2024, 5, 31)).value == 100

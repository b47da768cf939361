import json

from sangzi.engines.plangrammar.model import Found
from sangzi.plans.models import Commitment
from sangzi.plans.rereading import still_to_propose


def found(offset=5, value=1, *, over=None, indicator="护林员"):
    return Found(
        quote="护林员1名", offset=offset, status="target", indicator=indicator, value=value, value_max=None, unit="名",
        comparator=">=", deadline=None, period=None, shape="each", over=over, scope=None, owners=(), clause=None,
        rule="each", because={}, confidence=0.9,
    )  # fmt: skip


def kept(*statements, **decided):
    return [one_kept(statement, turn, **decided) for turn, statement in enumerate(statements)]


def one_kept(statement, pk=0, **decided):
    """As it was read and as people left it."""
    start, end = statement.offset, statement.offset + len(statement.quote)
    row = json.dumps(statement.row())
    return Commitment(pk=pk, start=start, end=end, as_read=row, **{"value": statement.value, **decided})


def test_what_was_decided_is_not_proposed_again():
    assert still_to_propose([found()], kept(found())) == []


def test_another_span_or_another_value_is_proposed():
    other = [found(offset=50), found(value=2)]
    assert still_to_propose(other, kept(found())) == other


def test_of_two_statements_in_one_quote_the_kept_one_stands_for_its_own():
    county, prefecture = found(over="county"), found(over="prefecture")
    assert still_to_propose([prefecture, county], kept(county)) == [prefecture]


def test_a_reader_that_words_the_subject_anew_does_not_propose_it_again():
    assert still_to_propose([found(indicator="护林员人数")], kept(found())) == []


def test_one_kept_statement_stands_for_one_found():
    assert still_to_propose([found(), found()], kept(found())) == [found()]


def test_what_a_person_put_right_is_not_proposed_when_the_reader_gets_it_right():
    assert still_to_propose([found(value=2)], kept(found(), value=2)) == []


def test_what_was_added_by_hand_is_not_proposed_when_the_reader_finds_it():
    added = Commitment(pk=1, start=4, end=9, value=1)
    assert still_to_propose([found(), found(offset=50)], [added]) == [found(offset=50)]


def test_pieces_of_a_split_stand_for_what_now_reads_as_pieces():
    whole, pieces = found(value=1), [Commitment(pk=pk, start=5, end=10, value=pk) for pk in (2, 3)]
    now = [found(value=2, over="county"), found(value=3, over="township")]
    assert still_to_propose([whole, *now], [*kept(whole), *pieces]) == []


def test_a_longer_quote_of_the_same_statement_is_the_same_statement():
    assert still_to_propose([found(offset=4)], kept(found())) == []

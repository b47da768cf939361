import json

from sangzi.engines.plangrammar.model import Found
from sangzi.plans.rereading import still_to_propose


def found(offset=5, value=1, *, over=None, indicator="护林员"):
    return Found(
        quote="护林员1名", offset=offset, status="target", indicator=indicator, value=value, value_max=None, unit="名",
        comparator=">=", deadline=None, period=None, shape="each", over=over, scope=None, owners=(), clause=None,
        rule="each", because={}, confidence=0.9,
    )  # fmt: skip


def kept(*statements):
    return [json.dumps(statement.row()) for statement in statements]


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

"""`sangzi account`: the way to the first account of a new installation."""

import pytest
from click.testing import CliRunner
from django.utils import timezone

from sangzi.cli.account import command
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.models import Account, AuditLine
from sangzi.units.access import scope_of


def run(*words):
    return CliRunner().invoke(command, words, catch_exceptions=False).output


@pytest.fixture
def zhao(tree):
    run("add", "zhao", "--name", "赵云", "--unit", "222406", "--role", "lead", "--password", "long enough 88")
    return Account.objects.get(username="zhao")


def test_an_account_works_for_its_unit_and_below(zhao, tree):
    scope = scope_of(zhao, timezone.localdate())
    assert [scope.covers(unit) for unit in (tree.prefecture, tree.county, tree.village)] == [False, True, True]


def test_opening_an_account_leaves_a_line_without_the_password(zhao):
    lines = [(line.act, line.detail) for line in AuditLine.objects.order_by("pk")]
    assert [act for act, _detail in lines] == ["accounts.open", "units.assign"]
    assert "long enough" not in str(lines)


def test_ending_takes_the_scope_away(zhao, tree):
    run("end", "zhao", "--unit", "222406")
    assert not scope_of(zhao, timezone.localdate()).covers(tree.county)


def test_a_closed_account_cannot_sign_in(zhao, client):
    run("close", "zhao")
    assert not client.login(username="zhao", password="long enough 88")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("add", "zhao", "--name", "又一个", "--unit", "222406", "--password", "long enough 88"), Conflict),
        (("add", "li", "--name", "李", "--unit", "222406", "--password", "123"), BadInput),
        (("add", "li", "--name", "李", "--unit", "999999", "--password", "long enough 88"), NotVisible),
        (("close", "nobody"), NotVisible),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(zhao, words, refusal):
    with pytest.raises(refusal):
        run(*words)
    assert Account.objects.count() == 1

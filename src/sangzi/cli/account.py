"""`sangzi account`: who may sign in, and for which unit they work."""

from __future__ import annotations

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import actions
from sangzi.kernel.errors import NotVisible
from sangzi.kernel.models import Account
from sangzi.units.actions import assign, end_assignment
from sangzi.units.models import Assignment
from sangzi.units.queries import unit_by_code

ROLES = click.Choice(Assignment.Role.values)
USUAL = Assignment.Role.OFFICER.value


@click.group()
def command() -> None:
    """Accounts and what they work for."""


@command.command()
@click.argument("username")
@click.option("--name", required=True, help="Name of the person.")
@click.option("--unit", "code", required=True, help="Code of the unit.")
@click.option("--role", type=ROLES, default=USUAL, show_default=True)
@click.password_option(help="Asked for when left out.")
def add(username: str, name: str, code: str, role: str, password: str) -> None:
    """Make an account that works for a unit and everything below it."""
    unit = unit_by_code(code)
    account = actions.open_account(username=username, name=name, password=password, by=None)
    assign(account=account, unit=unit, role=role, since=timezone.localdate(), by=None)
    click.echo(_("已开通账号“%(username)s”，在%(unit)s。") % {"username": username, "unit": unit.name})


@command.command(name="assign")
@click.argument("username")
@click.option("--unit", "code", required=True, help="Code of the unit.")
@click.option("--role", type=ROLES, default=USUAL, show_default=True)
def assign_more(username: str, code: str, role: str) -> None:
    """Have an account work for one more unit, or in one more role."""
    unit = unit_by_code(code)
    assign(account=_account(username), unit=unit, role=role, since=timezone.localdate(), by=None)
    click.echo(_("账号“%(username)s”从今天起在%(unit)s任职。") % {"username": username, "unit": unit.name})


@command.command()
@click.argument("username")
@click.option("--unit", "code", required=True, help="Code of the unit.")
def end(username: str, code: str) -> None:
    """End everything an account does for a unit, from today on."""
    unit = unit_by_code(code)
    held = _account(username).assignments.filter(unit=unit, until=None)
    if not held:
        raise NotVisible(_("账号“%(username)s”不在%(unit)s任职。") % {"username": username, "unit": unit.name})
    for assignment in held:
        end_assignment(assignment=assignment, until=max(timezone.localdate(), assignment.since), by=None)
    click.echo(_("账号“%(username)s”不再在%(unit)s任职。") % {"username": username, "unit": unit.name})


@command.command()
@click.argument("username")
def close(username: str) -> None:
    """Let an account sign in no more."""
    actions.close_account(account=_account(username), by=None)
    click.echo(_("账号“%(username)s”已停用。") % {"username": username})


def _account(username: str) -> Account:
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise NotVisible(_("没有账号“%(username)s”。") % {"username": username})
    return account

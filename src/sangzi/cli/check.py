"""`sangzi check`: everything that would stop the start, in words."""

from __future__ import annotations

import click
from django.core import checks
from django.utils.translation import gettext as _

from sangzi.kernel.errors import SangziError


class Complaints(SangziError):
    """What must be changed before Sangzi can start."""

    code = "complaints"
    status = 500


@click.command()
@click.option("--deploy", is_flag=True, help="Also check what matters behind a public address.")
def command(*, deploy: bool) -> None:
    """Check doors, definitions, models and settings; exit 1 if something must be changed."""
    found = checks.run_checks(include_deployment_checks=deploy)
    for message in found:
        click.echo(_sentence(message), err=True)
    if any(message.is_serious() for message in found):
        raise SystemExit(1)
    click.echo(
        _("检查通过：%(count)s 项检查，没有需要改正的。") % {"count": len(checks.registry.registry.get_checks())}
    )


def refuse_complaints() -> None:
    """Raise `Complaints` with every sentence that `sangzi check` has; called before the start."""
    sentences = [_sentence(message) for message in checks.run_checks() if message.is_serious()]
    if sentences:
        raise Complaints("\n".join(sentences))


def _sentence(message: checks.CheckMessage) -> str:
    hint = f"\n    → {message.hint}" if message.hint else ""
    where = f" [{message.obj}]" if message.obj else ""
    return f"{message.id}{where}: {message.msg}{hint}"

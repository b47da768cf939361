"""The `sangzi` command. Subcommands that need no database start without Django."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangzi.settings")

REFUSED = 2  # the exit code of everything that is told in a sentence

# name -> (module, needs Django): looked up only when called, so that `plan read` starts at once.
COMMANDS = {
    "account": ("account", True),
    "allot": ("allot", False),
    "audit": ("audit", True),
    "brief": ("brief", True),
    "check": ("check", True),
    "demo": ("demo", True),
    "figures": ("figures", True),
    "indicators": ("indicators", True),
    "manage": ("manage", True),
    "plan": ("plan", False),
    "programme": ("programme", True),
    "serve": ("serve", True),
    "units": ("units", True),
    "work": ("work", True),
}


class Lazy(click.Group):
    """Loads a subcommand's module only when that subcommand is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, needs_django = COMMANDS[cmd_name]
        if needs_django:
            start_django()
        command: click.Command = importlib.import_module(f"sangzi.cli.{module}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except Exception as error:
            sentence = _sentence_of(error)
            if sentence is None:
                raise
            click.echo(sentence, err=True)
            sys.exit(REFUSED)


def _sentence_of(error: Exception) -> str | None:
    """What went wrong, for whoever typed the command; None for a mistake of the program, which keeps its traceback."""
    from sangzi.kernel.errors import SangziError

    if isinstance(error, SangziError):
        return error.sentence
    if isinstance(error, click.exceptions.Exit | click.Abort | BrokenPipeError):
        return None
    if isinstance(error, click.UsageError):
        start_django()
        from sangzi.cli import usage

        return usage.sentence_of(error)
    return _breakdown(error) if "django.db" in sys.modules else None


def _breakdown(error: Exception) -> str | None:
    from sangzi.cli import breakdowns

    return breakdowns.sentence_of(error) if isinstance(error, breakdowns.BROKEN) else None


def start_django() -> None:
    """Load Django and speak the language the terminal asked for."""
    import django
    from django.utils import translation

    from sangzi.kernel.early import language

    django.setup()
    translation.activate(language())


@click.group(cls=Lazy)
@click.version_option(package_name="sangzi")
def main() -> None:
    """Sangzi: from a published work plan to honest figures."""

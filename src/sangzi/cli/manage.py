"""`sangzi manage`: Django's own commands, for those who maintain the installation."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Pass ARGUMENTS to Django (`sangzi manage migrate`, `sangzi manage help`)."""
    execute_from_command_line(["sangzi manage", *arguments])

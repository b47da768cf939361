"""What was typed and cannot be used, told in the language of the command line."""

from __future__ import annotations

import re
from datetime import date, datetime
from difflib import get_close_matches
from typing import ClassVar

import click
from django.utils.translation import gettext as _

YEARS = range(1900, 2201)
_IN_BRACKETS = re.compile(r"\((.+)\)")


class Day(click.ParamType[date]):
    """A day as 2025-06-30."""

    name = "day"
    form: ClassVar[str] = "%Y-%m-%d"
    example: ClassVar[str] = "2025-06-30"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = datetime.strptime(str(value), self.form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            told = {"value": value, "example": self.example, "first": YEARS[0], "last": YEARS[-1]}
            self.fail(
                _("“%(value)s”不行；请写成 %(example)s 的样子，年份在 %(first)s 到 %(last)s 之间") % told, param, ctx
            )
        return day


class Month(Day):
    """A month as 2025-06: its first day."""

    name = "month"
    form = "%Y-%m"
    example = "2025-06"


def sentence_of(error: click.UsageError) -> str:
    """What to change in the command that was typed, and where its help is."""
    path = error.ctx.command_path if error.ctx else "sangzi"
    return _("%(what)s。用法见 %(path)s --help。") % {"what": _what(error).rstrip(".。？?"), "path": path}


def _what(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            near = "、".join(error.possibilities or ())
            told = {"option": error.option_name, "near": near}
            return (_("没有选项 %(option)s；是不是 %(near)s？") if near else _("没有选项 %(option)s")) % told
        case click.MissingParameter():
            return _("缺少 %(name)s") % {"name": _name(error.param)}
        case click.BadParameter():
            return _("%(name)s 的值用不了：%(why)s") % {"name": _name(error.param), "why": _why(error)}
    return _of_words(error)


def _of_words(error: click.UsageError) -> str:
    """Click says these two in words alone."""
    extra = _IN_BRACKETS.search(error.message) if "extra argument" in error.message else None
    if extra:
        return _("多了这些词：%(words)s") % {"words": extra[1]}
    if error.ctx is not None and error.message.startswith("No such command"):
        return _no_command(error.ctx, error.message.split("'")[1])
    return error.message


def _no_command(ctx: click.Context, word: str) -> str:
    known = ctx.command.list_commands(ctx)  # type: ignore[attr-defined]
    near = get_close_matches(word, known, n=1)
    told = {"word": word, "near": near[0] if near else "", "known": "、".join(known)}
    if near:
        return _("没有命令 %(word)s；是不是 %(near)s？") % told
    return _("没有命令 %(word)s；可用的命令：%(known)s") % told


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name if param is not None else ""


def _why(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.IntRange | click.FloatRange):
        least, most = (_("不限") if end is None else end for end in (kind.min, kind.max))
        return _("要填数字，最小 %(least)s，最大 %(most)s") % {"least": least, "most": most}
    if isinstance(kind, click.Choice):
        return _("只能是 %(choices)s") % {"choices": "、".join(map(str, kind.choices))}
    if isinstance(kind, click.types.IntParamType):
        return _("要填整数")
    if isinstance(kind, click.Path):
        return _("要填文件的路径，而不是文件夹")
    return error.message

"""`sangzi plan examples` and `sangzi plan replay`: people's decisions as a regression test of the reader."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sangzi.plans.examples import Labelled, Score, Verdict

MOST_TOLD = 20


@click.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@click.option("--plan", "key", type=int, help="Number of one plan; all when left out.")
def examples(out: Path, key: int | None) -> None:
    """Write what people decided about plans as labelled examples, private persons masked."""
    _ = _speak()
    from sangzi.plans.examples import write_examples

    count = write_examples(_from_database(key), out)
    click.echo(_("写入 %(count)s 个例子到 %(file)s；正文在旁边的 %(file)s.texts 里。") % {"count": count, "file": out})


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--plan", "key", type=int, help="Number of one plan; all when left out.")
@click.option("--fail-under", type=click.FloatRange(0, 1), help="Exit with 1 when a smaller share is right.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
def replay(file: Path | None, *, key: int | None, fail_under: float | None, as_json: bool) -> None:
    """Read anew what people decided about, and say what the present reader gets right.

    With FILE it runs the examples that `sangzi plan examples` wrote, without a database.
    """
    _speak()
    from sangzi.plans.examples import read_examples, replay_all

    plans = _from_database(key) if file is None else read_examples(file)
    score = replay_all(plans, _silently if as_json else _tell_plan)
    click.echo(json.dumps(_row(score), ensure_ascii=False) if as_json else "\n".join(_summary(score)))
    if fail_under is not None and score.share < fail_under:
        sys.exit(1)


def _speak() -> Any:
    """Start Django, for its languages; the gettext that then works."""
    from sangzi.cli import start_django

    start_django()
    from django.utils.translation import gettext

    return gettext


def _from_database(key: int | None) -> Iterable[Labelled]:
    from sangzi.plans.labelling import labelled_plans
    from sangzi.plans.models import Plan

    plans = Plan.objects.all()
    return labelled_plans(plans if key is None else plans.filter(pk=key))


def _silently(_labelled: Labelled, _score: Score) -> None:
    """For output that machines read."""


def _tell_plan(labelled: Labelled, score: Score) -> None:
    from django.utils.translation import gettext as _

    told = {"name": labelled.name, "count": len(score.verdicts), "found": score.detected, "right": score.strict}
    click.echo(_("%(name)s：%(count)s 个例子，读到 %(found)s 个，各项全对 %(right)s 个") % told)
    for one in score.regressions[:MOST_TOLD]:
        click.echo(_("  退步（%(reader)s 版读对过）：%(what)s") % {"reader": one.example.reader, "what": _what(one)})


def _what(one: Verdict) -> str:
    """The quote, and the fields that are wrong now."""
    from sangzi.kernel.wording import listed
    from sangzi.plans.examples import FIELDS

    quote = " ".join(one.example.row["quote"].split())[:60]
    wrong = [name for name in ("value", *FIELDS) if name not in one.right]
    return f"{quote}（{listed(map(_title, wrong))}）"


def _title(name: str) -> str:
    from sangzi.plans.corrections import TITLES

    return str(TITLES[{"unit": "measure", "indicator": "title"}.get(name, name)])


def _summary(score: Score) -> list[str]:
    from django.utils.translation import gettext as _

    if not score.verdicts:
        return [_("还没有例子：先在规划页上确认、更正或排除几条。")]
    count = len(score.verdicts)
    told = {"count": count, "found": f"{score.detected / count:.3f}", "right": f"{score.share:.3f}"}
    moved = {"worse": len(score.regressions), "better": len(score.gains)}
    return [
        _("合计 %(count)s 个例子：读到 %(found)s，各项全对 %(right)s") % told,
        "  ".join(f"{_title(name)} {right}/{whole}" for name, (right, whole) in score.by_field().items()),
        _("与当时读的相比：退步 %(worse)s 个，进步 %(better)s 个") % moved,
    ]


def _row(score: Score) -> dict[str, Any]:
    return {
        "examples": len(score.verdicts),
        "detected": score.detected,
        "strict": score.strict,
        "share": round(score.share, 4),
        "fields": {name: list(counted) for name, counted in score.by_field().items()},
        "regressions": [
            {"quote": one.example.row["quote"], "offset": one.example.row["offset"], "reader": one.example.reader}
            for one in score.regressions
        ],
        "gains": len(score.gains),
    }

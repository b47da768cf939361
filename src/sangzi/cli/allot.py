"""`sangzi allot`: place people by a file of arrays. Starts without Django."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from sangzi.cli import start_django
from sangzi.kernel.early import CHINESE, language
from sangzi.kernel.spoken import spoken
from sangzi.programmes.placing import methods, questions
from sangzi.programmes.placing.loading import load

_ = spoken


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--method", type=click.Choice(list(methods.METHODS)), default="optimal", help="How openings are shared.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the placement goes, as an .npz file.")
@click.option("--stay", type=click.Path(path_type=Path), help="A result; equally good ones are to move few of it.")
@click.option("--seed", help="What lots are drawn by, published before; the lots in FILE by default.")
@click.option("--why", "pairs", multiple=True, metavar="I:J", help="Why applicant I has not opening J. Repeatable.")
@click.option("--what-if", "supposed", multiple=True, metavar="BOUND", help="With unit-most:3=40, say. Repeatable.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def command(
    file: Path,
    *,
    method: str,
    out: Path | None,
    stay: Path | None,
    seed: str | None,
    pairs: tuple[str, ...],
    supposed: tuple[str, ...],
    as_json: bool,
) -> None:
    """Place the applicants in FILE, an .npz of arrays (docs/allotting-by-file.md), and say how good it is."""
    if language() != CHINESE:
        start_django()
    if out is not None:
        methods.ready_for(out)
    asked = [questions.pair(text) for text in pairs], [questions.supposed(text) for text in supposed]
    instance = methods.read_instance(file)
    if stay is not None:
        instance = methods.beside(instance, stay, method)
    load(method)
    began = time.perf_counter()
    outcome = methods.place(instance, method, seed)
    seconds = time.perf_counter() - began
    told = _told(outcome, round(seconds, 3))
    if out is not None:
        methods.write_outcome(out, outcome)
    answers = _answers(outcome, *asked)
    if as_json:
        click.echo(json.dumps(told | answers, ensure_ascii=False))
        return
    for line in [*_lines(told), *answers.get("why", []), *answers.get("what_if", [])]:
        click.echo(line)


def _answers(
    outcome: methods.Outcome, pairs: list[tuple[int, int]], supposed: list[questions.Supposed]
) -> dict[str, list[str]]:
    """The sentences that were asked for, by name."""
    if not pairs and not supposed:
        return {}
    from sangzi.programmes.placing import asking

    told = {"why": asking.why(outcome, pairs), "what_if": asking.what_if(outcome, supposed)}
    return {name: lines for name, lines in told.items() if lines}


def _told(outcome: methods.Outcome, seconds: float) -> dict[str, float]:
    """The figures by name, those that the method promises."""
    verdict = methods.judged(outcome)
    told = {"objective": verdict.objective, "bound": verdict.bound, "gap": verdict.gap, "placed": verdict.placed}
    told |= {"stay": verdict.stay, "stay_most": verdict.stay_most}
    told |= {"blocking": verdict.blocking, "short": outcome.short or None}
    return {name: figure for name, figure in told.items() if figure is not None} | {"seconds": seconds}


def _lines(told: dict[str, float]) -> list[str]:
    words = {
        "objective": _("总分 objective"),
        "bound": _("上界 bound"),
        "gap": _("差距 gap"),
        "placed": _("已安置 placed"),
        "stay": _("不动的 stay"),
        "stay_most": _("最多能不动的 stay_most"),
        "blocking": _("拦阻对 blocking"),
        "short": _("未满足的下限 short"),
        "seconds": _("用时（秒）seconds"),
    }
    return [f"{words[name]}: {figure}" for name, figure in told.items()]

"""The reader of plans beside jieba's tokenising: `python -m benchmarks.plan_reader [--longest CHARS]`."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import clock, plans
from sangzi.engines.plangrammar import read

BESIDE = 200_000
"""Characters that are read and tokenised."""
HOSTILE = {
    "one line of digits": "1",
    "one line of 万": "万",
    "open brackets （（（（": "（",
    "brackets that close 《《》》": "《甲》",
    "labels 责任单位：": "责任单位：",
    "、、、": "、",
    "每每每": "每",
    "items 1、2、3、": "\n{n}、加强建设",
    "one sentence of numbers 5个、": "{n}个、",
    "percentages 百分之": "百分之八十",
    "owners in one note": "市教育局、",
    "rows of a table": "\n学位 个 {n}",
    "no marks at all": "全面推进建设三十所学校覆盖率达到百分之九十",
    "headings": "一、目标\n（一）建设\n1.甲\n",
    "heads of tables": "指标 单位 2025年目标\n",
    "rises 由5%提高到6%": "由5%提高到6%",
    "blanks after a person": "联系人：张三" + " " * 400,
    "blanks": "甲 ",
    "NUL and half pairs": "\x00甲\ud800",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--longest", type=int, default=6_800_000, help="characters of the longest text; 6,800,000 are 20 MB"
    )
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        _one(asked.one)
        return
    print(clock.machine(), flush=True)
    for name, made in (("as published", plans.published), ("dense", plans.dense)):
        _beside(name, made(BESIDE))
    _lengths(asked.longest)
    _starts()
    _hostile()


def _beside(name: str, text: str) -> None:
    """Megabytes of UTF-8 a second of CPU time, and how many times the time of jieba."""
    size = len(text.encode()) / 1e6
    print(f"{name}: {size:.2f} MB, {len(text) / len(read(text).commitments):.0f} characters to a statement")
    ways: dict[str, Callable[[], object]] = {"read": lambda: read(text), **_tokenisers(text)}
    took = dict.fromkeys(ways, float("inf"))
    for _ in range(5):
        for way, run in ways.items():
            took[way] = min(took[way], _cpu(run))
    for way, seconds in took.items():
        clock.line(way, seconds, f"{size / seconds:6.2f} MB/s   {seconds / took['read']:5.2f} times the reader's time")


def _tokenisers(text: str) -> dict[str, Callable[[], object]]:
    import jieba
    import rjieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    ours = rjieba.Jieba()
    return {"jieba, in Python": lambda: jieba.lcut(text), "rjieba, in Rust": lambda: ours.cut(text)}


def _cpu(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _lengths(longest: int) -> None:
    """Texts ten times as long, each in a process of its own for its memory."""
    print("length, as published:")
    before = 0.0
    for length in (longest // 100, longest // 10, longest):
        run = [sys.executable, "-m", "benchmarks.plan_reader", "--one", str(length)]
        seconds, memory, size = map(
            float, subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
        )
        ratio = f"{seconds / before:.2f} times" if before else ""
        clock.line(f"{size:.2f} MB", seconds, f"{size / seconds:5.2f} MB/s   {memory:6.0f} MB of memory   {ratio}")
        before = seconds


def _one(length: int) -> None:
    text = plans.published(length)
    taken = min(_cpu(lambda: read(text)) for _ in range(3))
    print(taken, _most_memory(), len(text.encode()) / 1e6)


def _most_memory() -> float:
    """The most memory this process has held, in MB."""
    for entry in Path("/proc/self/status").read_text("ascii").splitlines():
        if entry.startswith("VmHWM:"):
            return int(entry.split()[1]) / 1024
    raise OSError("/proc/self/status has no VmHWM line.")


def _starts() -> None:
    """From nothing to the first answer, the least CPU time of five processes."""
    print("start, from nothing to the first answer, CPU time:")
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "plan.txt")
        plan.write_text(plans.published(1_000), "utf-8")
        cold = f"import jieba; jieba.dt.tmp_dir = {folder!r}; jieba.setLogLevel('ERROR'); jieba.initialize()"
        ways = {
            "sangzi plan read": ["-c", "from sangzi.cli import main; main()", "plan", "read", str(plan)],
            "jieba.initialize(), its dictionary cached": ["-c", cold],
            "rjieba.Jieba()": ["-c", "import rjieba; rjieba.Jieba().cut('目标')"],
        }
        environment = {**os.environ, "SANGZI_HOME": folder}
        for name, way in ways.items():
            run = [sys.executable, *way]
            took = [_cpu_of_process(run, environment) for _ in range(6)]
            clock.line(name, min(took[1:]), f"the first time {clock.shown(took[0])}")


def _cpu_of_process(run: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(run, capture_output=True, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _hostile() -> None:
    """Whatever is repeated: four times as much should take four times as long."""
    print("hostile texts, 50,000 and 200,000 characters:")
    for name, piece in HOSTILE.items():
        short, long = (_repeated(piece, length) for length in (50_000, 200_000))
        one, four = (min(_cpu(lambda text=text: _tried(text)) for _ in range(2)) for text in (short, long))
        clock.line(name, four, f"{four / one:5.2f} times")


def _repeated(piece: str, length: int) -> str:
    return "".join(piece.format(n=n) for n in range(1, 2 + length // len(piece)))[:length]


def _tried(text: str) -> object:
    from sangzi.engines.plangrammar import PlanEmpty

    try:
        return read(text)
    except PlanEmpty:
        return None


if __name__ == "__main__":
    main()

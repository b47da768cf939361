"""LEMON: network simplex with block search in C++, compiled here with -O3. Only its `run` is timed.

`apt-get install liblemon-dev g++` brings it; `LEMON_INCLUDE` names another folder that its headers are in.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from sangzi.engines.matching.instance import Instance

from .answer import Answer
from .network import network
from .peer_ortools import assigned

NAME = "LEMON network simplex"
SOURCE = Path(__file__).with_name("lemon.cpp")


def missing() -> str | None:
    if not (_include() / "lemon" / "network_simplex.h").exists():
        return "LEMON is not installed: apt-get install liblemon-dev, or LEMON_INCLUDE=folder of its headers"
    return None if shutil.which("g++") else "there is no C++ compiler: apt-get install g++"


def solve(instance: Instance) -> Answer:
    net = network(instance)
    with tempfile.TemporaryDirectory() as folder:
        given, flows = Path(folder) / "given", Path(folder) / "flows"
        sizes = np.array([net.nodes, net.tail.size], np.int64)
        np.concatenate([sizes, net.tail, net.head, net.lower, net.upper, net.cost, net.supply]).tofile(given)
        told = subprocess.run([_program(), given, flows], check=True, capture_output=True, text=True)
        status, seconds = told.stdout.split()
        if status != "optimal":
            return Answer(None, float(seconds))
        flow = np.fromfile(flows, np.int64)[: instance.edges]
    return Answer(int((flow * instance.score).sum()), float(seconds), assigned(instance, flow))


def _include() -> Path:
    return Path(os.environ.get("LEMON_INCLUDE", "/usr/include"))


def _program() -> Path:
    """Compiled once for each text of the source."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    program = Path(tempfile.gettempdir()) / f"sangzi-lemon-{digest}"
    if not program.exists():
        made = program.with_suffix(f".{os.getpid()}")
        options = ["-O3", "-march=native", "-std=c++14", "-DLEMON_ONLY_TEMPLATES", f"-I{_include()}"]
        subprocess.run(["g++", *options, SOURCE, "-o", made], check=True)
        made.rename(program)
    return program

"""Real processes at the test database that act at the same moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TOGETHER = 0.1  # seconds from telling them until they act


class Crew:
    """Some processes; every rush gives each of them acts to do, all beginning at one moment."""

    def __init__(self, members: list[subprocess.Popen]) -> None:
        self.members = members

    def rush(self, acts: list[tuple[str, dict]]) -> list[list[str]]:
        """The outcomes, in the order of the acts, which are dealt out like cards."""
        hands = [acts[number :: len(self.members)] for number in range(len(self.members))]
        at = time.time() + TOGETHER
        for member, hand in zip(self.members, hands, strict=True):
            member.stdin.write(json.dumps({"at": at, "acts": hand}) + "\n")
            member.stdin.flush()
        answers = [json.loads(member.stdout.readline()) for member in self.members]
        return [answers[number % len(self.members)][number // len(self.members)] for number in range(len(acts))]


@contextmanager
def crew_of(count: int) -> Iterator[Crew]:
    """Processes that are ready; killed at the end."""
    environment = {**os.environ, "SANGZI_TEST_NAME": str(connection.settings_dict["NAME"])}
    command = [sys.executable, "-m", "tests.races.crew_member"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    members = [subprocess.Popen(command, env=environment, **pipes) for _member in range(count)]
    try:
        for member in members:
            assert member.stdout.readline() == "ready\n"
        yield Crew(members)
    finally:
        for member in members:
            member.kill()
            member.wait()
            member.stdin.close()
            member.stdout.close()

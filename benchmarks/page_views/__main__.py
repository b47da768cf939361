"""`python -m benchmarks.page_views`: two pages of ours beside the same pages made plainly and by hand, in one run."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.clock import machine
from tests import postgres


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="applications")
    parser.add_argument("--rounds", type=int, default=40, help="how often each way is asked, in turns")
    parser.add_argument("--postgres", action="store_true", help="on a throw-away PostgreSQL instead of SQLite")
    parser.add_argument("--served", action="store_true", help="on the shipped server instead of in this process")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sangzi-pages-") as home:
        os.environ.update(
            SANGZI_HOME=home, DJANGO_SETTINGS_MODULE="benchmarks.page_views.settings", PYTHONPATH=str(Path.cwd())
        )
        if not options.postgres:
            _measure(options)
            return
        binaries = postgres.find_binaries()
        if binaries is None:
            sys.exit("PostgreSQL is not here: install the Debian package postgresql.")
        with postgres.cluster(binaries) as url:
            os.environ["SANGZI_DATABASE"] = url
            _measure(options)


def _measure(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.db import connection

    from benchmarks.page_views import inside, outside, stage

    sights = stage.prepare(options.rows)
    print(machine(), connection.vendor, "shipped server" if options.served else "in this process", flush=True)
    for sight in sights:
        inside.hold_to_the_same(sight)
        (outside if options.served else inside).compare(sight, options.rounds)
    connection.close()


if __name__ == "__main__":
    main()

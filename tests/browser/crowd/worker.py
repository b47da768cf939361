"""The worker of `sangzi serve`, at the database of the tests: `python -m tests.browser.crowd.worker PARENT`."""

from __future__ import annotations

from tests.races.processes import join_the_test_database

if __name__ == "__main__":
    join_the_test_database()
    from sangzi.cli.beside import jobs

    jobs()

"""Telling a crowd: `python -m benchmarks.notices`, in an empty SANGZI_HOME or with an empty SANGZI_DATABASE.

76,000 persons of one unit are told one thing; the notices are routed to their deliveries; one of the crowd opens the
list. Everything is rolled back at the end.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangzi.settings")
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from sangzi.kernel.models import Account  # noqa: E402
from sangzi.notices import kinds, posting, routing  # noqa: E402
from sangzi.notices.actions import tell_all  # noqa: E402
from sangzi.notices.models import Address, Delivery, Notice  # noqa: E402
from sangzi.notices.queries import notices_of, unread_count  # noqa: E402
from sangzi.people.models import Person  # noqa: E402
from sangzi.units.models import Unit  # noqa: E402

CROWD = int(sys.argv[1]) if len(sys.argv) > 1 else 76_000
NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
KIND = kinds.declare("benchmark", "benchmark")


def main() -> None:
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        account = populate()
        timed("telling, by a queryset", lambda: tell("a", Person.objects.all()))
        timed("telling, by objects", lambda: tell("b", list(Person.objects.all())))
        timed("telling again, all known", lambda: tell("a", Person.objects.all()))
        timed("routing to deliveries, one in two has an address", lambda: routing.route(NOW))
        timed("making jobs of the deliveries", lambda: posting.dispatch(NOW))
        print(f"{Notice.objects.count():,} notices, {Delivery.objects.count():,} deliveries")
        timed("one's own list", lambda: notices_of(account, NOW))
        timed("the bell", lambda: unread_count(account, NOW))
        transaction.set_rollback(True)


def populate() -> Account:
    unit = Unit.objects.create(level=5, name="村", short="村", path="0001")
    persons = Person.objects.bulk_create((Person(name=f"人{n}", home=unit) for n in range(CROWD)), batch_size=5000)
    reached = (
        Address(person=one, channel="mail", value=f"{one.pk}@example.cn", made=NOW, verified=NOW)
        for one in persons[::2]
    )
    Address.objects.bulk_create(reached, batch_size=5000)
    account = Account.objects.create(username="one", name="one")
    Person.objects.filter(pk=persons[CROWD // 2].pk).update(account=account)
    return account


def tell(key: str, recipients: object) -> int:
    return tell_all(
        recipients=recipients, kind=KIND, title="%(round)s延期", told={"round": "返家乡"}, key=key, now=NOW, by=None
    )  # type: ignore[arg-type]


def timed(what: str, run: Callable[[], object]) -> None:
    begun, spent = time.perf_counter(), time.process_time()
    run()
    seconds, share = time.perf_counter() - begun, time.process_time() - spent
    print(f"{what}: {seconds:.3f} s, of which CPU {share:.3f} s ({connection.vendor})", flush=True)


if __name__ == "__main__":
    main()

"""Deliveries leave in lots, each a job; every letter is marked before it leaves and told what became of it."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sangzi.kernel import jobs
from sangzi.people.models import Person

from .channels import CHANNELS, Channel, Letter, Outcome, ready_channels
from .models import Address, Delivery, Notice

SEND = "notices.send"
LOTS = 20  # batches of a channel in one job
PATIENCE = timedelta(minutes=30)  # a lot that no worker has touched by then is made up anew
LOST = timedelta(hours=1)  # a letter marked and not told of by then: its worker died
ATTEMPTS = 6
BACK_OFF = (1, 5, 30, 120, 480)  # minutes before the second and each further attempt
FORGET_AFTER = timedelta(days=90)
KEEP_NOTICES = timedelta(days=730)
State = Delivery.State


def dispatch(now: datetime) -> int:
    """Make jobs of all deliveries that are due; returns how many deliveries it were."""
    return sum(_dispatch(channel, now) for channel in ready_channels().values())


def _dispatch(channel: Channel, now: datetime) -> int:
    done = 0
    while lot := _dispatch_lot(channel, now):
        done += lot
    return done


@transaction.atomic
def _dispatch_lot(channel: Channel, now: datetime) -> int:
    due = Delivery.objects.filter(channel=channel.key, state=State.WAITING, next_try__lte=now).order_by("next_try")
    keys = list(due.values_list("pk", flat=True)[: channel.size * LOTS])
    if not keys:
        return 0
    lot = secrets.token_hex(10)
    Delivery.objects.filter(pk__in=keys, state=State.WAITING).update(lot=lot, next_try=now + PATIENCE)
    jobs.enqueue(kind=SEND, key=f"{SEND}:{lot}", arguments={"channel": channel.key, "lot": lot}, by=None)
    return len(keys)


def send_lot(channel_key: str, lot: str, progress: jobs.Progress) -> int:
    """Send what still waits in a lot, batch by batch; returns how many letters were given to the channel."""
    channel, done = CHANNELS[channel_key], 0
    waiting = Delivery.objects.filter(lot=lot, state=State.WAITING)
    total = waiting.count()
    while batch := _mark(channel, lot, timezone.now()):
        letters = _letters(batch, channel)
        outcomes = channel.send(list(letters.values())) if letters else []
        _tell_outcomes(batch, dict(zip(letters, outcomes, strict=True)), timezone.now())
        done += len(batch)
        progress(done, total)
    return done


@transaction.atomic
def _mark(channel: Channel, lot: str, now: datetime) -> list[Delivery]:
    """The next batch of a lot, marked as leaving by this worker alone."""
    waiting = Delivery.objects.filter(lot=lot, state=State.WAITING)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[: channel.size])
    if not keys:
        return []
    mine = f"{lot}:{secrets.token_hex(6)}"
    # The condition on the state is asked again row by row, so two workers never mark the same letter.
    waiting.filter(pk__in=keys).update(state=State.SENDING, lot=mine, attempts=F("attempts") + 1, next_try=now + LOST)
    taken = Delivery.objects.filter(lot=mine).select_related("notice", "account").order_by("pk")
    # None of them: another worker was quicker with all of these. What is left is looked for again.
    return list(taken) or _mark(channel, lot, now)


def sweep(now: datetime) -> int:
    """Call those unsure whose worker died after the mark; returns how many it were."""
    sentence = _("发送时中断了，不知道是否送到，为免重复没有再发。")
    lost = Delivery.objects.filter(state=State.SENDING, next_try__lte=now)
    return lost.update(state=State.UNSURE, lot="", ended=now, sentence=sentence)


def forget_old(now: datetime) -> int:
    """Remove deliveries that ended three months ago, and notices of two years ago; returns how many rows it were."""
    deliveries, _each = Delivery.objects.filter(ended__lt=now - FORGET_AFTER).delete()
    notices, _each = Notice.objects.filter(made__lt=now - KEEP_NOTICES).delete()
    return deliveries + notices


def _letters(batch: Sequence[Delivery], channel: Channel) -> dict[int, Letter]:
    """The letters by the key of their delivery; none where the address is gone by now. Up to three queries."""
    places = _places(batch, channel)
    return {one.pk: _letter(one, places[one.pk]) for one in batch if one.pk in places}


def _letter(delivery: Delivery, to: str) -> Letter:
    notice = delivery.notice
    language = delivery.account.language if delivery.account else settings.LANGUAGE_CODE
    with translation.override(language):
        title, text = notice.headline, notice.words
    link = f"{settings.SANGZI_ADDRESS}{notice.link}" if notice.link.startswith("/") else ""
    return Letter(f"sangzi-{delivery.pk}", to, language, title, text, link)


def _places(batch: Sequence[Delivery], channel: Channel) -> dict[int, str]:
    """Where each delivery goes, by its key. The account's own word goes before that of its person."""
    accounts = {one.account_id for one in batch if one.account_id}
    persons = {one.person_id for one in batch if one.person_id}
    of_account = dict(Person.objects.filter(account__in=accounts).values_list("account_id", "pk"))
    by_person = _values(channel, "person", persons | set(of_account.values()))
    by_account = _values(channel, "account", accounts)
    found = {
        one.pk: by_account.get(one.account_id or 0)
        or by_person.get(one.person_id or of_account.get(one.account_id or 0, 0), "")
        for one in batch
    }
    return {pk: place for pk, place in found.items() if place}


def _values(channel: Channel, owner: str, keys: Iterable[int]) -> dict[int, str]:
    if not channel.asks_address:
        return dict(Person.objects.filter(pk__in=keys).values_list("pk", "phone")) if owner == "person" else {}
    proven = Address.objects.filter(channel=channel.key, verified__isnull=False, **{f"{owner}__in": keys})
    return dict(proven.values_list(f"{owner}_id", "value"))


@transaction.atomic
def _tell_outcomes(batch: Sequence[Delivery], outcomes: dict[int, Outcome], now: datetime) -> None:
    """Write down what became of each letter, alike ones together."""
    nowhere = Outcome("failed", _("已经没有可以送达的地址。"))
    alike: dict[tuple[Outcome, int], list[int]] = defaultdict(list)
    for one in batch:
        alike[outcomes.get(one.pk, nowhere), one.attempts].append(one.pk)
    for (outcome, attempts), keys in alike.items():
        Delivery.objects.filter(pk__in=keys, state=State.SENDING).update(**_columns(outcome, attempts, now))


def _columns(outcome: Outcome, attempts: int, now: datetime) -> dict[str, object]:
    sentence = outcome.sentence[:300]
    if outcome.state == "again" and attempts < ATTEMPTS:
        wait = outcome.wait or timedelta(minutes=BACK_OFF[min(attempts, len(BACK_OFF)) - 1])
        return {"state": State.WAITING, "lot": "", "next_try": now + wait, "sentence": sentence}
    state = State.FAILED if outcome.state == "again" else State(outcome.state)
    return {"state": state, "lot": "", "ended": now, "sentence": sentence}

"""Where one is reached, and by which channels one wants to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit, jobs
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.models import Account, Job
from sangzi.notices.channels import CHANNELS
from sangzi.notices.models import Address, Preference
from sangzi.notices.proofs import read_proof

VERIFY = "notices.verify"
AT_MOST = 5  # asked for in an hour: nobody fills a stranger's mailbox through us


@transaction.atomic
def keep_ways(*, wanted: Mapping[str, bool], addresses: Mapping[str, str], now: datetime, by: Account) -> list[Address]:
    """Keep what somebody chose for every channel at once; returns the addresses that still wait for their proof."""
    for channel, choice in wanted.items():
        set_preference(channel=channel, wanted=choice, by=by)
    known = dict(Address.objects.filter(account=by).values_list("channel", "value"))
    asked = []
    for channel, value in addresses.items():
        if not value.strip():
            remove_address(channel=channel, by=by)
        elif value.strip() != known.get(channel):
            asked.append(keep_address(channel=channel, value=value, now=now, by=by))
    return asked


@transaction.atomic
def keep_address(*, channel: str, value: str, now: datetime, by: Account) -> Address:
    """Note where the account is reached on a channel. It is used after a link that is sent there was opened."""
    value = _clean(channel, value)
    address, _made = Address.objects.select_for_update().get_or_create(
        account=by, channel=channel, defaults={"value": value, "made": now}
    )
    if address.value != value:
        address.value, address.verified, address.made = value, None, now
        address.save(update_fields=["value", "verified", "made"])
    if address.verified is None:
        _ask_for_proof(address, now, by)
    _note("keep-address", channel, by)
    return address


@transaction.atomic
def ask_again(*, channel: str, now: datetime, by: Account) -> Address:
    """Send another link to an address that nobody has proven yet."""
    address = Address.objects.filter(account=by, channel=channel, verified=None).first()
    if address is None:
        raise NotVisible(_("没有等待确认的地址；请刷新页面。"))
    _ask_for_proof(address, now, by)
    return address


@transaction.atomic
def verify_address(*, proof: str, now: datetime, by: Account) -> Address:
    """Count an address as the account's own, by the proof that was sent there. Raises `BadInput`, `NotVisible`."""
    key, value = read_proof(proof)
    address = Address.objects.select_for_update().filter(pk=key, account=by).first()
    if address is None or address.value != value:
        raise NotVisible(_("这个链接不是为您现在登录的账号和地址发的；请用收到链接的账号登录，或重新发送。"))
    if address.verified is None:
        address.verified = now
        address.save(update_fields=["verified"])
        _note("verify-address", address.channel, by)
    return address


@transaction.atomic
def remove_address(*, channel: str, by: Account) -> bool:
    """Forget where the account is reached on a channel; False when nothing was known."""
    gone, _each = Address.objects.filter(account=by, channel=channel).delete()
    if gone:
        _note("remove-address", channel, by)
    return bool(gone)


@transaction.atomic
def set_preference(*, channel: str, wanted: bool, by: Account) -> Preference:
    """Say whether one wants to be told on a channel. One's own page always tells."""
    if channel not in CHANNELS:
        raise BadInput(_("没有“%(channel)s”这种通知方式。") % {"channel": channel[:20]}, field="channel")
    preference, made = Preference.objects.get_or_create(account=by, channel=channel, defaults={"wanted": wanted})
    if made or preference.wanted != wanted:
        preference.wanted = wanted
        preference.save(update_fields=["wanted"])
        _note("choose", channel, by, wanted=wanted)
    return preference


def _note(verb: str, channel: str, by: Account, **more: object) -> None:
    """The audit line: which channel, never which address."""
    detail = {"on": channel, **more}
    audit.append(chain=audit.INSTALLATION, act=f"notices.{verb}", about=f"account:{by.pk}", by=by, detail=detail)


def _clean(channel: str, value: str) -> str:
    """The value as it is used. Raises `BadInput` naming the field."""
    one = CHANNELS.get(channel)
    if one is None or not one.asks_address:
        raise BadInput(_("这种通知方式不用填地址。"), field="channel")
    value = value.strip()
    if channel == "mail":
        try:
            validate_email(value)
        except ValidationError as error:
            raise BadInput(_("“邮箱”写法不对；请写成 name@example.cn 这样。"), field="mail") from error
    if not value or len(value) > 254 or any(mark in value for mark in "| \t\r\n"):
        raise BadInput(_("“%(title)s”为空或含有空格、竖线；请照原样填写。") % {"title": one.title}, field=channel)
    return value


def _ask_for_proof(address: Address, now: datetime, by: Account) -> None:
    """A job that sends a link to the address; a few an hour at most."""
    hour = f"{now:%Y%m%d%H}"
    for number in range(AT_MOST):
        key = f"{VERIFY}:{by.pk}:{address.channel}:{hour}:{number}"
        told = {"address": address.pk}
        if not Job.objects.filter(key=key).exists():
            jobs.enqueue(kind=VERIFY, key=key, arguments=told, by=by)
            return
    raise Conflict(_("一小时内已经发过 %(times)s 次确认链接；请查收，或过一小时再试。") % {"times": AT_MOST})

"""Work outside requests: reminders whose time has come, and the post."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sangzi.kernel import clock, jobs
from sangzi.kernel.models import Account, Job

from . import posting, routing
from .actions.addressing import VERIFY
from .channels import CHANNELS, Letter
from .channels.mail import forget_files
from .lines import tell_of_lines
from .models import Address
from .proofs import proof_for
from .remembering import tell_due


@clock.every(minutes=1)
def post(now: datetime) -> None:
    """Reminders become notices, notices deliveries, deliveries jobs."""
    tell_due(now)
    routing.route(now)
    posting.dispatch(now)
    posting.sweep(now)


@clock.daily(at=time(3, 20))
def forget(now: datetime) -> None:
    """What was sent long ago need not be known."""
    posting.forget_old(now)
    forget_files(now)


@clock.daily(at=time(8, 40))
def lines(now: datetime) -> None:
    """Who has a line in a register that ends soon, or ended last night, hears of it in the morning."""
    tell_of_lines(now)


@jobs.task(posting.SEND)
def send(_job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Arguments: channel, lot. Repeated it sends only what no worker has marked."""
    return {"letters": posting.send_lot(arguments["channel"], arguments["lot"], progress)}


class NotSentYet(RuntimeError):
    """The channel says "again": so the job is put back."""


@jobs.task(VERIFY)
def send_proof(_job: Job, arguments: dict[str, Any], _progress: jobs.Progress) -> dict[str, Any]:
    """Arguments: address (key). The link is signed here and now; it stands in no row and no log."""
    address = Address.objects.select_related("account").filter(pk=arguments["address"], verified=None).first()
    if address is None or address.account is None:
        return {"state": "not needed"}
    (outcome,) = CHANNELS[address.channel].send([_proof_letter(address, address.account)])
    if outcome.state == "again":
        raise NotSentYet
    return {"state": outcome.state}


def _proof_letter(address: Address, account: Account) -> Letter:
    link = settings.SANGZI_ADDRESS + reverse("me:notice-proof", args=[proof_for(address)])
    with translation.override(account.language):
        title = _("请确认这是您接收桑梓通知的地址")
        text = _(
            "在桑梓里填写了这个地址的人如果是您，请在三天之内打开链接并点“确认”。如果不是您，不用理会，我们不会再发。"
        )
    request = f"sangzi-proof-{address.pk}-{timezone.now():%Y%m%d%H%M%S}"
    return Letter(request, address.value, account.language, title, text, link)

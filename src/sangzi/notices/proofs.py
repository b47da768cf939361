"""Links that prove that an address is somebody's own: signed, not stored, and good for three days."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput

from .models import Address

GOOD_FOR = timedelta(days=3)
_SALT = "notices.address"


def proof_for(address: Address) -> str:
    """What stands in the link that is sent to an address."""
    return signing.dumps([address.pk, address.value], salt=_SALT, compress=True)


def read_proof(proof: str) -> tuple[int, str]:
    """The key and the value of the address that a link was sent to. Raises `BadInput`."""
    try:
        key, value = signing.loads(proof, salt=_SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired as error:
        raise BadInput(_("这个确认链接已经过期；请在通知设置里重新发送。")) from error
    except signing.BadSignature as error:
        raise BadInput(_("这个确认链接不完整；请从邮件里整个复制，或在通知设置里重新发送。")) from error
    return int(key), str(value)

"""Who may see a receipt: whoever sees its unit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.units.access import Scope

from .models import Receipt


def get_receipt_for(scope: Scope, key: int) -> Receipt:
    """The receipt, if its unit lies in the scope. Raises `NotVisible`."""
    receipt = scope.filter(Receipt.objects.select_related("unit")).filter(pk=key).first()
    if receipt is None:
        raise NotVisible(_("没有找到这张凭据；请检查地址。"), receipt=key)
    return receipt

"""Who may read a brief: whoever sees its unit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangzi.kernel.errors import NotVisible
from sangzi.units.access import Scope

from .models import Brief


def get_brief_for(scope: Scope, key: int) -> Brief:
    """The brief, if its unit lies in the scope. Raises `NotVisible`."""
    brief = scope.filter(Brief.objects.select_related("unit", "by")).filter(pk=key).first()
    if brief is None:
        raise NotVisible(_("没有找到这期简报；请检查地址。"), brief=key)
    return brief

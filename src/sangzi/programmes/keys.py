"""The key of a request: the same key given twice is one act."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput

LONGEST = 64


def refuse_key(key: str) -> None:
    """Raise `BadInput` for a key that cannot be kept."""
    if not 1 <= len(key) <= LONGEST:
        raise BadInput(_("提交编号须为1至64个字符；请刷新页面后重新提交。"), field="key")

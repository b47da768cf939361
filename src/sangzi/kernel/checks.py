"""What stops the start: a door without an audience, definitions where nobody reads them. Warns of an open secret."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004
from django.utils.translation import gettext as _

from .audience import AUDIENCES, audience_of, doors
from .definitions import odd_folders


@register()
def every_door_has_an_audience(**_kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"the door {route!r} does not say whom it is for",
            hint=f"put @audience(...) on its view, one of {', '.join(AUDIENCES)}",
            id="kernel.E001",
        )
        for route, view in doors()
        if audience_of(view) not in AUDIENCES
    ]


@register()
def every_folder_of_definitions_is_read(**_kwargs: Any) -> list[CheckMessage]:
    return [Error(complaint, id="kernel.E002") for complaint in odd_folders()]


@register()
def the_secret_is_its_owners(**_kwargs: Any) -> list[CheckMessage]:
    path = settings.SANGZI_HOME / "secret.key"
    if not path.stat().st_mode & 0o077:
        return []
    told = _("密钥文件“%(file)s”别的用户也能读。") % {"file": path}
    return [Warning(told, hint=f"chmod 600 {path}", id="kernel.W001")]

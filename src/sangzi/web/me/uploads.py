"""Files that are handed in with a form: kept at once, shown beside their field, opened by who handed them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import Answer, Field
from sangzi.kernel.models import Paper
from sangzi.kernel.papers import MOST_BYTES, keep_paper, open_paper
from sangzi.people.access import one_of
from sangzi.programmes.models import Application
from sangzi.web.answer_forms import ReportForm
from sangzi.web.downloads import paper_download
from sangzi.web.refused_forms import OWN

from .apply_form import files_there
from .asked_form import PREFIX, AskedForm

MEGABYTE = 2**20


def keep_sent(request: Any, form: AskedForm | ReportForm, now: datetime, *, prefix: str = PREFIX) -> dict[str, Answer]:
    """Keep every file that came with a form; the numbers by field, empty where one was taken away."""
    kept: dict[str, Answer] = {}
    for asked in form.asked:
        if asked.kind != "file":
            continue
        name = prefix + asked.key
        if request.POST.get(f"{name}-away"):
            kept[asked.key] = ""
        sent = request.FILES.get(name)
        if sent is None:
            continue
        most = int(asked.most * MEGABYTE) if asked.most is not None else MOST_BYTES
        try:
            paper = keep_paper(
                file=sent, name=sent.name, field=asked.key, now=now, by=request.user, most_bytes=min(most, MOST_BYTES)
            )
            kept[asked.key] = str(paper.pk)
        except BadInput as refused:
            form.add_error(name, refused.sentence)
    return kept


def carried(request: Any, fields: Iterable[Field]) -> dict[str, Answer]:
    """Files that came with a form that was refused: the page names them, and only one's own can be named."""
    named = {one.key: request.POST.get(f"{OWN}{one.key}-kept", "") for one in fields if one.kind == "file"}
    named = {key: number for key, number in named.items() if number.isascii() and number.isdecimal()}
    if not named:
        return {}
    loose = Paper.objects.filter(owner=request.user, about="", purged=None, pk__in=named.values())
    return {one.field: str(one.pk) for one in loose if named.get(one.field) == str(one.pk)}


def papers_of(application: Application | None, prefix: str) -> dict[str, Paper]:
    """The files of an application by the name of their field on the form. One query."""
    return papers_named(files_there(application), prefix)


def papers_named(there: Mapping[str, Answer], prefix: str) -> dict[str, Paper]:
    """Files by the name of their field on the form, from their numbers by field. One query."""
    papers = Paper.objects.filter(pk__in=[int(str(one)) for one in there.values() if one], purged=None).in_bulk()
    return {prefix + key: papers[int(str(one))] for key, one in there.items() if one and int(str(one)) in papers}


@audience("signed-in")
@require_safe
def paper(request: Any, key: int) -> StreamingHttpResponse:
    """A file that one handed in oneself."""
    mine = Paper.objects.filter(owner=request.user, purged=None)
    found = one_of(mine, key, _("没有找到这份附件；它可能已按期删除。"))
    return paper_download(found, open_paper(paper=found, by=request.user))


urlpatterns = [path("papers/<int:key>/", paper, name="paper")]

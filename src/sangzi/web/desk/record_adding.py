"""Writing a record: choose what was done, fill in when, where and who, and see which figures moved."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.urls import reverse as address_of
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.programmes.access import get_round_for, require_may_write, visible_records, visible_rounds
from sangzi.programmes.actions import write_record
from sangzi.programmes.definitions import ProgrammeType, RecordKind
from sangzi.programmes.models import Round
from sangzi.programmes.queries import definition_of, recent_tags, rounds_to_record_in
from sangzi.units.models import Unit
from sangzi.web.addresses import desk_url, slug_of, to_desk
from sangzi.web.capabilities import CAPABILITIES
from sangzi.web.desk.record_forms import RecordForm
from sangzi.web.desk.records import fed_by_record
from sangzi.web.doors import Visit
from sangzi.web.moves import Watch
from sangzi.web.refused_forms import complain


@dataclass(frozen=True)
class Choice:
    """A programme one may record in now: its nearest round, and all of them."""

    programme: ProgrammeType
    round: Round
    rounds: list[Round]


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit) -> HttpResponse:
    require_may_write(request.scope, request.unit)
    key = request.GET.get("round", "")
    if not key.isdecimal():
        return render(request, "desk/records/choose.html", _choices(request))
    round_ = get_round_for(request.scope, int(key))
    kind = _kind(round_, request.GET.get("kind", ""))
    form = RecordForm(
        request.POST or None,
        kind=kind,
        round_=round_,
        scope=request.scope,
        unit=request.unit,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        answer = _written(request, round_, kind, form)
        if answer:
            return answer
    return render(request, "desk/records/add.html", _page(request, round_, kind, form), status=_status(form))


def _written(request: Visit, round_: Round, kind: RecordKind, form: RecordForm) -> HttpResponse | None:
    """The record is written, and where that leads; None when it was refused."""
    given = form.given
    unit = given["place"].unit if given.get("place") else request.unit
    require_may_write(request.scope, unit)
    watch = Watch.begin(unit, timezone.localdate(), fed_by_record(f"{round_.programme}/{kind.key}"))
    by: Any = request.user
    try:
        record = write_record(round=round_, unit=unit, kind=kind.key, today=timezone.localdate(), by=by, **given)
    except (BadInput, Conflict) as refused:
        complain(form, refused)
        return None
    watch.tell(request, _said(request, unit), desk_url(request, "desk:record", record.pk), _("看这条纪实"))
    if "again" in request.POST:
        return HttpResponseRedirect(_form_address(request, round_, kind))
    return to_desk(request, "desk:record", record.pk)


def _said(request: Visit, unit: Unit) -> str:
    if unit.pk == request.unit.pk:
        return _("已写入纪实。")
    return _("已写入纪实，记在%(unit)s名下。") % {"unit": unit.short}


def _choices(request: Visit) -> dict[str, Any]:
    """What the unit may record today, by capability; and first what the visitor recorded last."""
    rounds = rounds_to_record_in(visible_rounds(request.scope), request.unit, timezone.localdate())
    choices = [_choice(list(group)) for _key, group in groupby(rounds, key=lambda one: one.programme)]
    choices.sort(key=lambda choice: choice.programme.capability)
    grouped = groupby(choices, key=lambda choice: choice.programme.capability)
    groups = [(CAPABILITIES[code], list(group)) for code, group in grouped]
    account: Any = request.user
    tags = recent_tags(visible_records(request.scope), account)
    return {"groups": groups, "recent": [one for tag in tags for one in _again(tag, choices)]}


def _again(tag: str, choices: list[Choice]) -> list[tuple[Choice, RecordKind]]:
    """The choice that a tag names, if one may record in it now."""
    programme, _slash, key = tag.partition("/")
    found = ((choice, choice.programme.kind(key)) for choice in choices if choice.programme.key == programme)
    return [(choice, kind) for choice, kind in found if kind]


def _choice(rounds: list[Round]) -> Choice:
    nearest = max(rounds, key=lambda one: (len(one.unit.path), one.opens))
    return Choice(definition_of(nearest), nearest, rounds)


def _kind(round_: Round, key: str) -> RecordKind:
    definition = definition_of(round_)
    kind = definition.kind(key) if key else definition.records[0]
    if kind is None:
        raise NotVisible(_("这个批次没有这类纪实；请重新选择。"), kind=key[:60])
    return kind


def _page(request: Visit, round_: Round, kind: RecordKind, form: RecordForm) -> dict[str, Any]:
    today = timezone.localdate()
    rounds = rounds_to_record_in(visible_rounds(request.scope), request.unit, today, round_.programme)
    return {
        "round": round_,
        "rounds": rounds if round_ in rounds else [round_, *rounds],
        "programme": definition_of(round_),
        "kind": kind,
        "form": form,
    }


def _form_address(request: Visit, round_: Round, kind: RecordKind) -> str:
    query = {"unit": slug_of(request.unit), "round": round_.pk, "kind": kind.key}
    return f"{address_of('desk:record-add')}?{urlencode(query)}"


def _status(form: RecordForm) -> int:
    return 422 if form.errors else 200


urlpatterns = [path("records/add/", add, name="record-add")]

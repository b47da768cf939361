"""Objections: a unit objects to its share, the unit above sees who would pay, and decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.plans import actions
from sangzi.plans.access import (
    get_objection_for,
    get_objection_to_answer,
    get_objection_to_withdraw,
    get_target_to_object,
    may_answer,
    may_object,
)
from sangzi.plans.models import Objection, Target
from sangzi.plans.queries import Raised, ResolvePreview, preview_grant, raised
from sangzi.plans.wording import measure_at, wording
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.confirming import confirmation, is_confirmed
from sangzi.web.desk.resolve_forms import AnswerForm, ObjectForm
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: Visit, target: int) -> HttpResponse:
    """Object to what is asked of one's own unit."""
    found = get_target_to_object(request.scope, target)
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.object_to(target=found, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]  # the doors let no stranger in
        except (BadInput, Conflict) as refused:
            complain(form, refused)
        else:
            messages.success(request, _("异议已提出；等上级答复，原来的数在此之前不变。"))
            return to_desk(request, "desk:objection", made.pk)
    page = {"form": form, "target": found, "commitment": found.commitment, "said": _said(found)}
    return render(request, "desk/objections/object.html", page, status=422 if form.errors else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD"])
def show(request: Visit, objection: int) -> HttpResponse:
    """An objection with what became of it, and for the unit that gave the target the form to decide."""
    return _shown(request, get_objection_for(request.scope, objection), AnswerForm())


@audience("staff")
@require_POST
def answer(request: Visit, objection: int) -> HttpResponse:
    """Decide: sent once it says who would pay, confirmed it happens."""
    found = get_objection_to_answer(request.scope, objection)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    one = raised(found)
    try:
        preview = _who_pays(one, form)
        if is_confirmed(request):
            return _answered(request, found, form)
    except BadInput as refused:
        complain(form, refused)
        return _shown(request, found, form, status=422)
    except Conflict as refused:
        messages.error(request, refused.sentence)
        return to_desk(request, "desk:objection", found.pk)
    page = {"raised": one, "objection": found, "form": form, "preview": preview, "sent": _sent(form, preview)}
    return render(request, "desk/objections/decide.html", page | _about(found.target))


@audience("staff")
@require_POST
def withdraw(request: Visit, objection: int) -> HttpResponse:
    """Take one's own objection back, after a page that says so."""
    found = get_objection_to_withdraw(request.scope, objection)
    if not is_confirmed(request):
        effects = [_("异议撤回以后，上级不再答复；原来的数不变。"), _("异议和理由留在历史里。")]
        back = desk_url(request, "desk:objection", found.pk)
        return confirmation(request, heading=_("撤回异议"), effects=effects, verb=_("撤回"), back=back)
    actions.withdraw_objection(objection=found, by=request.user)  # type: ignore[arg-type]  # as above
    messages.success(request, _("异议已撤回。"))
    return to_desk(request, "desk:objection", found.pk)


def _who_pays(one: Raised, form: AnswerForm) -> ResolvePreview | None:
    """What a decision would change; None: nothing. Raises `BadInput` where the total does not allow it."""
    number = form.granted(one.objection)
    if number is None or one.live is None:
        return None
    preview = preview_grant(one.live, number)
    if preview.obstacles:
        raise BadInput(preview.obstacles[0].sentence, field="value")
    return preview


def _sent(form: AnswerForm, preview: ResolvePreview | None) -> list[tuple[str, Any]]:
    kept = [(name, form.data.get(name, "")) for name in ("verdict", "value", "answer")]
    return [*kept, ("mark", preview.mark if preview else "")]


def _answered(request: Visit, objection: Objection, form: AnswerForm) -> HttpResponse:
    actions.answer_objection(objection=objection, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]  # as above
    messages.success(request, _("已答复“%(unit)s”的异议。") % {"unit": objection.target.unit.short})
    return to_desk(request, "desk:objection", objection.pk)


def _shown(request: Visit, found: Objection, form: AnswerForm, status: int = 200) -> HttpResponse:
    is_open = found.state == Objection.State.OPEN
    page = {
        "raised": raised(found),
        "objection": found,
        "form": form if is_open and may_answer(request.scope, found) else None,
        "may_withdraw": is_open and may_object(request.scope, found.target),
    }
    return render(request, "desk/objections/objection.html", page | _about(found.target), status=status)


def _about(target: Target) -> dict[str, Any]:
    measure = measure_at(target.commitment, target.unit.level)
    return {"target": target, "commitment": target.commitment, "said": _said(target), "measure": measure}


def _said(target: Target) -> str:
    return wording(target.commitment, target.value, target.unit.level)


urlpatterns = [
    path("targets/<int:target>/object/", object_to, name="target-object"),
    path("objections/<int:objection>/", show, name="objection"),
    path("objections/<int:objection>/answer/", answer, name="objection-answer"),
    path("objections/<int:objection>/withdraw/", withdraw, name="objection-withdraw"),
]

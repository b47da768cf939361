"""Sharing a target out: a form with a live preview, a page that says who gets how much, and the act."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.plans import actions
from sangzi.plans.access import get_target_to_share
from sangzi.plans.manners import figures_in
from sangzi.plans.models import Method, Rule, Target
from sangzi.plans.queries import Preview, history_of, preview_cascade, preview_descent
from sangzi.plans.receivers import lowest_level, right_below
from sangzi.plans.wording import wording
from sangzi.units.models import Level
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.confirming import confirmation, is_confirmed
from sangzi.web.desk.cascade_forms import CascadeForm
from sangzi.web.doors import Visit


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def cascade(request: Visit, target: int) -> HttpResponse:
    """The form; sent once it says what will happen, sent again confirmed it happens."""
    found = get_target_to_share(request.scope, target)
    form = _form(request, found)
    if request.method != "POST":
        return _asked(request, form)
    try:
        preview = _preview(form) if form.is_valid() else None
        if preview and is_confirmed(request):
            return _shared(request, form, preview["redo"])
    except (BadInput, Conflict) as refused:
        form.add_error(_field(form, refused), refused.sentence)
        preview = None
    if preview is None:
        return _asked(request, form, status=422)
    sent = [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]
    return render(request, "desk/targets/confirm.html", _page(form) | preview | {"sent": sent})


@audience("staff")
@require_POST
def solve(request: Visit, target: int) -> HttpResponse:
    """What the form as it stands would give, as a part of its page. Writes nothing."""
    form = _form(request, get_target_to_share(request.scope, target))
    return render(request, "desk/targets/preview.html", _page(form) | _tried(form))


@audience("staff")
@require_POST
def withdraw(request: Visit, target: int) -> HttpResponse:
    """Take back all shares below a target, after a page that says so."""
    found = get_target_to_share(request.scope, target)
    if not is_confirmed(request):
        told = {"unit": found.unit.short, "title": found.commitment.title}
        effects = [
            _("“%(unit)s”分给下级的“%(title)s”全部撤回，再往下分的也一起撤回。") % told,
            _("撤回的目标留在历史里，看板不再按它们亮灯；以后可以重新分解。"),
        ]
        back = desk_url(request, "desk:target", found.pk)
        return confirmation(request, heading=_("撤回分解"), effects=effects, verb=_("撤回"), back=back, dangerous=True)
    withdrawn = actions.withdraw_cascade(target=found, by=request.user)  # type: ignore[arg-type]  # the doors let no stranger in
    messages.success(request, _("已撤回 %(count)s 个单位的目标。") % {"count": withdrawn})
    return to_desk(request, "desk:target", found.pk)


def _form(request: Visit, target: Target) -> CascadeForm:
    receivers = right_below(target.unit, lowest_level(target.commitment, Level.VILLAGE))
    live = [one for one in history_of(target) if one.withdrawn is None]
    last, today = live[0] if live else None, timezone.localdate()
    return CascadeForm(request.POST or None, target=target, receivers=receivers, last=last, today=today)


def _asked(request: Visit, form: CascadeForm, status: int = 200) -> HttpResponse:
    return render(request, "desk/targets/cascade.html", _page(form) | _tried(form), status=status)


def _page(form: CascadeForm) -> dict[str, Any]:
    target = form.target
    said = wording(target.commitment, target.value, target.unit.level)
    return {"form": form, "target": target, "commitment": target.commitment, "said": said}


def _tried(form: CascadeForm) -> dict[str, Any]:
    """The preview of what stands in the form, or the sentence that says why there is none."""
    if not form.receivers:
        return {"nobody": True}
    if form.is_bound and not form.is_valid():
        return {"wrong": [sentence for lines in form.errors.values() for sentence in lines]}
    try:
        return _preview(form)
    except BadInput as refused:
        return {"wrong": [refused.sentence]}


def _preview(form: CascadeForm) -> dict[str, Any]:
    """Everything that sharing out would write."""
    rule, to_level, target = form.given["rule"], form.given["to_level"], form.target
    terms: dict[str, Any] = {"weights": form.weights or None, "manner": form.manner}
    preview = preview_cascade(target, rule, hand=form.hand or None, **terms)
    levels = preview_descent(target, rule, to_level, **terms) if form.goes_deep else []
    by_hand = [line.share.value for line in preview.shares if line.share.fixed]
    return {
        "preview": preview,
        "lines": [(line, _said(preview, line), _exact(line.share.value), _exact(line.was)) for line in preview.shares],
        "levels": levels,
        "redo": form.last is not None,
        "let_go": _let_go(form),
        "fixed": len(by_hand),
        "fixed_total": sum(by_hand),
        "rule_label": Rule(rule).label,
        "figure": form.figure_said,
        "method": Method(form.manner.method).label if form.counted else "",
        "weighed": any(line.share.weight is not None for line in preview.shares),
    }


def _let_go(form: CascadeForm) -> list[str]:
    """Whose shares stand by hand now, by an objection that was granted perhaps, and would not any longer."""
    stands = figures_in(form.last.by_hand) if form.last else {}
    return [one.name for one in form.receivers if one.id in stands and one.id not in form.hand]


def _exact(value: Decimal | None) -> str:
    """Every digit, in groups of three: what is shared out is counted to the last one."""
    return "—" if value is None else f"{value.normalize():,f}"


def _said(preview: Preview, line: Any) -> str:
    return wording(preview.target.commitment, line.share.value, line.unit.level)


def _shared(request: Visit, form: CascadeForm, redo: bool) -> HttpResponse:
    given = form.cleaned_data
    terms = {"target": form.target, "rule": given["rule"], "weights": form.weights or None, "manner": form.manner}
    if form.goes_deep:
        act: Any = actions.redo_cascade_down if redo else actions.cascade_down
        descent = act(**terms, to_level=given["to_level"], by=request.user)
        count = sum(descent.given.values())
    else:
        act = actions.redo_cascade if redo else actions.cascade
        count = len(act(**terms, hand=form.hand or None, by=request.user))
    messages.success(request, _("已分解给 %(count)s 个单位；他们的看板上现在能看到。") % {"count": count})
    return to_desk(request, "desk:target", form.target.pk)


def _field(form: CascadeForm, refused: BadInput | Conflict) -> str | None:
    """The field a refusal is about, when the form has it."""
    field = refused.context.get("field")
    return field if field in form.fields else None


urlpatterns = [
    path("targets/<int:target>/cascade/", cascade, name="target-cascade"),
    path("targets/<int:target>/solve/", solve, name="target-solve"),
    path("targets/<int:target>/withdraw/", withdraw, name="target-withdraw"),
]

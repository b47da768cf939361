"""What is decided about a commitment: confirmed, dismissed, restored, corrected, bound; and its own page.

Each verb answers a script with the commitment's card, and everybody else with the plan's page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.plans import actions
from sangzi.plans.access import get_commitment_for, get_commitment_to_decide, may_decide, may_share
from sangzi.plans.models import Commitment
from sangzi.plans.queries import cascade_tree, given_on, passage_of, target_at
from sangzi.scoreboard.indicators import indicators_of
from sangzi.web.addresses import desk_url
from sangzi.web.commitment_cards import card_of, fits_of
from sangzi.web.desk.plan_forms import CorrectForm
from sangzi.web.doors import Visit
from sangzi.web.plan_desk import standing_now
from sangzi.web.plan_text import paragraphs

Decide = Callable[[Visit, Commitment], str]


@audience("staff")
@require_safe
def show(request: Visit, plan: int, commitment: int) -> HttpResponse:
    found = of_plan(get_commitment_for(request.scope, commitment), plan)
    mine = target_at(found, request.unit)
    if mine is not None:
        mine.commitment = found
    return render(
        request,
        "desk/plans/commitment.html",
        {
            "plan": found.plan,
            "card": card_of(found, may_decide=may_decide(request.scope, found.plan)),
            "paragraphs": paragraphs(passage_of(found), []),
            "tree": cascade_tree(found),
            "mine": mine,
            "may_share": mine is not None and may_share(request.scope, mine) and not given_on([mine]),
        },
    )


@audience("staff")
@require_safe
def card(request: Visit, plan: int, commitment: int) -> HttpResponse:
    """The card alone, for a script that puts it back in place of a form."""
    found = of_plan(get_commitment_for(request.scope, commitment), plan)
    shown = card_of(found, may_decide=may_decide(request.scope, found.plan))
    return render(request, "desk/plans/card.html", {"card": shown, "plan": found.plan})


@audience("staff")
@require_POST
def decide(request: Visit, plan: int, commitment: int, verb: str) -> HttpResponse:
    """Confirm, dismiss or restore."""
    found = of_plan(get_commitment_to_decide(request.scope, commitment), plan)
    told = _VERBS[verb](request, found)
    return _answer(request, found, told)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Visit, plan: int, commitment: int) -> HttpResponse:
    found = of_plan(get_commitment_to_decide(request.scope, commitment), plan)
    form = CorrectForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_commitment(commitment=found, fields=form.cleaned_data, by=request.user)  # type: ignore[arg-type]  # the doors let no stranger in
        except BadInput as refused:
            form.add_error(refused.context.get("field"), refused.sentence)
        except Conflict as refused:
            form.add_error(None, refused.sentence)
        else:
            return _answer(request, found, _("已更正“%(title)s”。"))
    return _form(request, found, "correct", {"form": form}, wrong=bool(form.errors))


@audience("staff")
@require_POST
def fill(request: Visit, plan: int, commitment: int) -> HttpResponse:
    """The number that the text has lost, given by a person."""
    found = of_plan(get_commitment_to_decide(request.scope, commitment), plan)
    value = request.POST.get("value", "").strip()
    if not value:
        raise BadInput(_("还没有填数；请填写目标值。"), field="value")
    actions.correct_commitment(commitment=found, fields={"value": value}, by=request.user)  # type: ignore[arg-type]  # as above
    return _answer(request, found, _("已填上“%(title)s”的目标值，可以确认了。"))


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: Visit, plan: int, commitment: int) -> HttpResponse:
    """Choose the indicator that measures it: those that fit first, then all."""
    found = of_plan(get_commitment_to_decide(request.scope, commitment), plan)
    known = indicators_of(found.plan.unit)
    if request.method == "POST":
        key = "" if "none" in request.POST else request.POST.get("indicator") or request.POST.get("near", "")
        if key or "none" in request.POST:
            actions.bind(commitment=found, indicator=key, by=request.user, known=known)  # type: ignore[arg-type]  # as above
            return _answer(request, found, _("已为“%(title)s”选定指标。") if key else _("“%(title)s”不再对应指标。"))
    fits = fits_of(found)
    fitting = {fit.indicator.key for fit in fits}
    others = [one for key, one in known.items() if key not in fitting]
    wrong = request.method == "POST"
    return _form(request, found, "bind", {"fits": fits, "others": others, "wrong": wrong}, wrong=wrong)


def _confirm(request: Visit, commitment: Commitment) -> str:
    target = actions.confirm(commitment=commitment, by=request.user)  # type: ignore[arg-type]  # as above
    return (
        _("已确认“%(title)s”，它成为本单位的目标。") if target else _("已确认“%(title)s”；它说的是成效，不产生目标。")
    )


def _dismiss(request: Visit, commitment: Commitment) -> str:
    actions.dismiss(commitment=commitment, by=request.user)  # type: ignore[arg-type]  # as above
    return _("已排除“%(title)s”。")


def _restore(request: Visit, commitment: Commitment) -> str:
    actions.restore(commitment=commitment, by=request.user)  # type: ignore[arg-type]  # as above
    return _("“%(title)s”已恢复为待确认；由它产生的目标已经撤回。")


def _uncorrect(request: Visit, commitment: Commitment) -> str:
    actions.uncorrect(commitment=commitment, by=request.user)  # type: ignore[arg-type]  # as above
    return _("“%(title)s”已恢复成系统读出的样子。")


_VERBS: dict[str, Decide] = {
    "confirm": _confirm,
    "dismiss": _dismiss,
    "restore": _restore,
    "uncorrect": _uncorrect,
}


def of_plan(commitment: Commitment, plan: int) -> Commitment:
    """The commitment, when the address names its own plan. Raises `NotVisible`."""
    if commitment.plan_id != plan:
        raise NotVisible(_("没有找到这个条目；请检查地址。"), commitment=commitment.pk)
    return commitment


def _answer(request: Visit, commitment: Commitment, told: str) -> HttpResponse:
    """The card as it is now; without script the page it came from, with a message."""
    sentence = told % {"title": commitment.title}
    if not request.headers.get("HX-Request"):
        messages.success(request, sentence)
        return HttpResponseRedirect(_back(request, commitment))
    now = get_commitment_for(request.scope, commitment.pk)
    context = {
        "card": card_of(now, may_decide=True),
        "plan": now.plan,
        **standing_now(now.plan),
        "sentence": sentence,
    }
    return render(request, "desk/plans/swapped.html", context)


def _back(request: Visit, commitment: Commitment) -> str:
    if request.POST.get("next") == "commitment":
        return desk_url(request, "desk:commitment", commitment.plan_id, commitment.pk)
    return f"{desk_url(request, 'desk:plan', commitment.plan_id)}&at={commitment.pk}#f{commitment.pk}"


def _form(request: Visit, found: Commitment, name: str, more: dict[str, Any], *, wrong: bool) -> HttpResponse:
    """A form in place of the card, or, without script, on a page of its own.

    A script is answered 200 whatever is wrong: its page puts refusals elsewhere.
    """
    part = bool(request.headers.get("HX-Request"))
    context = {"commitment": found, "plan": found.plan, "card": card_of(found, may_decide=True), "part": part, **more}
    template = f"desk/plans/{name}_form.html" if part else f"desk/plans/{name}.html"
    return render(request, template, context, status=422 if wrong and not part else 200)


_ONE = "plans/<int:plan>/commitments/<int:commitment>/"
urlpatterns = [
    path(_ONE, show, name="commitment"),
    path(f"{_ONE}card/", card, name="commitment-card"),
    *(path(f"{_ONE}{verb}/", decide, {"verb": verb}, name=f"commitment-{verb}") for verb in _VERBS),
    path(f"{_ONE}fill/", fill, name="commitment-fill"),
    path(f"{_ONE}correct/", correct, name="commitment-correct"),
    path(f"{_ONE}bind/", bind, name="commitment-bind"),
]

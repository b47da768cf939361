"""A commitment split into several, several merged into one, and both taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.plans import actions
from sangzi.plans.access import get_commitment_to_decide, get_plan_to_decide
from sangzi.plans.models import Commitment
from sangzi.plans.passages import pieces_of
from sangzi.plans.queries import commitments_named
from sangzi.web.addresses import desk_url
from sangzi.web.desk.commitments import of_plan
from sangzi.web.desk.reshaping_forms import MergeForm, PieceForm, piece_forms
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain

MORE, LESS = "more", "less"
MOST_MERGED = 40


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: Visit, plan: int, commitment: int) -> HttpResponse:
    """As many forms as pieces: the reader's numbers are filled in, a person completes them."""
    found = of_plan(get_commitment_to_decide(request.scope, commitment), plan)
    if request.method != "POST":
        return _split_page(request, found, piece_forms(found, given=pieces_of(found.quote)))
    forms = piece_forms(found, data=request.POST)
    if MORE in request.POST or LESS in request.POST:
        return _split_page(request, found, piece_forms(found, data=request.POST, unsent=True))
    wrong = [form for form in forms if not form.is_valid()]
    if wrong:
        return _split_page(request, found, forms, status=422)
    try:
        made = actions.split_commitment(
            commitment=found,
            pieces=[form.cleaned_data for form in forms],
            by=request.user,  # type: ignore[arg-type]  # the doors let no stranger in
        )
    except (BadInput, Conflict) as refused:
        complain(forms[refused.context.get("piece", 0)], refused)
        return _split_page(request, found, forms, status=422)
    told = {"title": found.title, "count": len(made)}
    messages.success(request, _("已把“%(title)s”拆成 %(count)s 条，请逐条确认。") % told)
    return _to(request, found.plan_id, made[0].pk)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Visit, plan: int) -> HttpResponse:
    """Of the marked commitments, field by field, which one wins."""
    found = get_plan_to_decide(request.scope, plan)
    marked = commitments_named(found, _keys(request))
    if len(marked) < 2:
        messages.info(request, _("合并至少要选两条：在列表里勾选“合并”，再点“合并选中的”。"))
        return HttpResponseRedirect(desk_url(request, "desk:plan", found.pk))
    form = MergeForm(marked, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.merge_commitments(commitments=marked, fields=form.chosen(), by=request.user)  # type: ignore[arg-type]  # as above
        except (BadInput, Conflict) as refused:
            form.add_error(None, refused.sentence)
        else:
            told = {"title": made.title, "count": len(marked)}
            messages.success(request, _("已把 %(count)s 条合并为“%(title)s”，请确认。") % told)
            return _to(request, found.pk, made.pk)
    context = {"plan": found, "marked": marked, "form": form}
    return render(request, "desk/plans/merge.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_POST
def put_back(request: Visit, plan: int, commitment: int) -> HttpResponse:
    """Take a split or a merger back. What was made may be gone afterwards, so the page is shown anew."""
    found = of_plan(get_commitment_to_decide(request.scope, commitment), plan)
    before = actions.put_back(commitment=found, by=request.user)  # type: ignore[arg-type]  # as above
    messages.success(request, _("已撤销，原来的 %(count)s 条恢复为待确认。") % {"count": len(before)})
    there = _to(request, found.plan_id, before[0].pk)
    if not request.headers.get("HX-Request"):
        return there
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = there.url
    return answer


def _split_page(request: Visit, found: Commitment, forms: list[PieceForm], status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"plan": found.plan, "commitment": found, "forms": forms}
    return render(request, "desk/plans/split.html", context, status=status)


def _to(request: Visit, plan: int, commitment: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{desk_url(request, 'desk:plan', plan)}&at={commitment}#f{commitment}")


def _keys(request: Visit) -> list[int]:
    given = request.POST.getlist("c") or request.GET.getlist("c")
    return [int(key) for key in given[:MOST_MERGED] if key.isdecimal()]


urlpatterns = [
    path("plans/<int:plan>/commitments/<int:commitment>/split/", split, name="commitment-split"),
    path("plans/<int:plan>/commitments/<int:commitment>/put-back/", put_back, name="commitment-put-back"),
    path("plans/<int:plan>/merge/", merge, name="plan-merge"),
]

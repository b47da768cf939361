"""Judging: declare interests, score by number, seal. A judge sees nobody's name and nobody else's points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible, SangziError
from sangzi.kernel.wording import title_of
from sangzi.programmes import actions
from sangzi.programmes.access.life import get_judging
from sangzi.programmes.actions.judging import judging_of, sealed
from sangzi.programmes.interests import open_stage
from sangzi.programmes.models import Judge
from sangzi.programmes.queries.judging import Entry, entries_for, title_of_entry
from sangzi.programmes.steps import Judging
from sangzi.web.refused_forms import complain

EDITS = ["GET", "HEAD", "POST"]


class DeclareForm(forms.Form):
    """Where a judge has an interest: named in words, and by entries."""

    text = forms.CharField(
        label=_l("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("例如：与某参赛单位有合作，是某参赛者的老师或亲属。没有就留空。"),
    )
    recusals = forms.MultipleChoiceField(label=_l("我要回避的"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, entries: list[Entry], blind: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["recusals"]
        field.choices = [(str(one.application.pk), _of(one, blind=blind)) for one in entries]


class ScoreForm(forms.Form):
    """One box for each criterion."""

    def __init__(self, *args: Any, step: Judging, points: dict[str, Decimal], **kwargs: Any) -> None:
        kwargs["initial"] = points
        super().__init__(*args, **kwargs)
        for one in step.criteria:
            self.fields[one.key] = forms.DecimalField(
                label=title_of(one),
                min_value=0,
                max_value=one.most,
                decimal_places=2,
                help_text=_("0到%(most)d分") % {"most": one.most},
            )


@audience("signed-in")
@require_safe
def show(request: Any, pk: int) -> HttpResponse:
    judge = get_judging(request.user, pk)
    step, stage = _now(judge)
    lines = entries_for(judge, step, stage) if stage and judge.declared else []
    left = sum(one.total is None and not one.recused for one in lines)
    context = {
        "judge": judge,
        "step": step,
        "stage": next((one for one in step.stages if one.key == stage), None),
        "lines": lines,
        "left": left,
        "sealed": stage in sealed(judge),
    }
    return render(request, "me/life/judging.html", context)


@audience("signed-in")
@require_http_methods(EDITS)
def declare(request: Any, pk: int) -> HttpResponse:
    """Before the first point is given."""
    judge = get_judging(request.user, pk)
    step, stage = _now(judge)
    lines = entries_for(judge, step, stage) if stage else []
    form = DeclareForm(request.POST or None, entries=lines, blind=step.blind)
    back = reverse("me:judging", args=[pk])
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["recusals"])
        named = [one.application for one in lines if str(one.application.pk) in chosen]
        text, now = form.cleaned_data["text"], timezone.now()
        actions.declare(judge=judge, text=text, recusals=named, now=now, by=request.user)
        messages.success(request, _("已申明，可以评分了。"))
        return HttpResponseRedirect(back)
    note = _("同单位、同家乡和您本人参加的，系统已经自动回避，不用再勾。")
    context = {"form": form, "heading": _("申明利害关系"), "verb": _("申明"), "back": back, "remark": note}
    return render(request, "me/life/verb.html", context, status=422 if form.errors else 200)


@audience("signed-in")
@require_http_methods(EDITS)
def score(request: Any, pk: int, entry: int) -> HttpResponse:
    """One entry, by its number; then the next one that has no points."""
    judge = get_judging(request.user, pk)
    step, stage = _now(judge)
    lines = entries_for(judge, step, stage) if stage and judge.declared else []
    found = next((one for one in lines if one.application.pk == entry), None)
    if found is None:
        raise NotVisible(_("这一轮没有这一份；请回到评审页面。"))
    form = ScoreForm(request.POST or None, step=step, points=found.points)
    if request.method == "POST" and form.is_valid():
        try:
            given = {"points": form.cleaned_data, "now": timezone.now(), "by": request.user}
            actions.score(judge=judge, application=found.application, stage=stage, **given)
            return HttpResponseRedirect(_next(pk, entry, lines))
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    context = {"judge": judge, "entry": found, "form": form, "done": stage in sealed(judge)}
    return render(request, "me/life/score.html", context, status=422 if form.errors else 200)


@audience("signed-in")
@require_POST
def seal(request: Any, pk: int) -> HttpResponse:
    judge = get_judging(request.user, pk)
    _step, stage = _now(judge)
    try:
        actions.seal(judge=judge, stage=stage, by=request.user)
        messages.success(request, _("已提交，谢谢。分数从现在起不能再改。"))
    except SangziError as refused:
        messages.warning(request, refused.sentence)
    return HttpResponseRedirect(reverse("me:judging", args=[pk]))


def _now(judge: Judge) -> tuple[Judging, str]:
    step = judging_of(judge.round)
    return step, open_stage(judge.round, step)


def _next(pk: int, entry: int, lines: list[Entry]) -> str:
    """The next entry without points, after this one and then from the first."""
    order = [one for one in lines if one.application.pk > entry] + [one for one in lines if one.application.pk < entry]
    left = (one.application.pk for one in order if one.total is None and not one.recused)
    following = next(left, None)
    return reverse("me:judging-score", args=[pk, following]) if following else reverse("me:judging", args=[pk])


def _of(entry: Entry, *, blind: bool) -> str:
    """What tells a judge which entry it is: its number and its first answer."""
    first = next((text[:60] for _field, text in entry.answers), "")
    return f"{title_of_entry(entry.application, blind=blind)} {first}".strip()


urlpatterns = [
    path("judging/<int:pk>/", show, name="judging"),
    path("judging/<int:pk>/declare/", declare, name="judging-declare"),
    path("judging/<int:pk>/entries/<int:entry>/", score, name="judging-score"),
    path("judging/<int:pk>/seal/", seal, name="judging-seal"),
]

"""Judging as the organisers see it: who judges, how far everybody is, and the results once all have sealed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotPermitted
from sangzi.kernel.models import Account
from sangzi.programmes import actions
from sangzi.programmes.access import require_may_write
from sangzi.programmes.access.life import get_judge_for, organises
from sangzi.programmes.actions.judging import judging_of
from sangzi.programmes.interests import entries, open_stage
from sangzi.programmes.models import Round
from sangzi.programmes.queries.judging import benches, results, title_of_entry
from sangzi.web.addresses import desk_url
from sangzi.web.desk.life.verbs import EDITS, answer, at_once, round_at, round_page
from sangzi.web.doors import Visit


class JudgeForm(forms.Form):
    """Whom to ask, by the name they sign in with."""

    username = forms.CharField(
        label=_l("评委的账号"), max_length=150, help_text=_l("评委登录用的账号；还没有的请先找管理员开通。")
    )


class CloseForm(forms.Form):
    """The seed of the lot, where points leave a tie."""

    seed = forms.CharField(
        label=_l("抽签种子"),
        required=False,
        max_length=64,
        help_text=_l("只在分数完全相同时要用：由评审组长当场公布一段文字，例如当天的彩票号码。"),
    )


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    found = round_at(request, pk)
    _refuse_others(request, found)
    step = judging_of(found)
    stage = open_stage(found, step)
    blind = step.blind and bool(stage)  # names are read once all is judged
    lines = [(one, title_of_entry(one, blind=blind)) for one in results(found)]
    context = round_page(request, found, "judging") | {
        "step": step,
        "stage": next((one for one in step.stages if one.key == stage), None),
        "entries": entries(found, step, stage).count() if stage else 0,
        "benches": benches(found, step, stage),
        "lines": lines,
        "names": {one.key: one for one in step.stages},
    }
    return render(request, "desk/life/judging.html", context)


@audience("staff")
@require_http_methods(EDITS)
def appoint(request: Visit, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = JudgeForm(request.POST or None)

    def act(by: Any) -> str:
        account = Account.objects.filter(username=form.cleaned_data["username"].strip()).first()
        if account is None:
            raise BadInput(_("没有这个账号；请核对，或先请管理员开通。"), field="username")
        actions.appoint(round=found, account=account, now=timezone.now(), by=by)
        return _("已聘请，对方会收到通知。")

    page = {"round": found, "heading": _("聘请评委"), "verb": _("聘请")}
    return answer(request, form, act, back=desk_url(request, "desk:judging", pk), page=page)


@audience("staff")
@require_POST
def dismiss(request: Visit, pk: int) -> HttpResponse:
    judge = get_judge_for(request.scope, pk)
    require_may_write(request.scope, judge.round.unit)

    def act(by: Any) -> str:
        actions.dismiss_judge(judge=judge, by=by)
        return _("已撤下这名评委。")

    return at_once(request, act, desk_url(request, "desk:judging", judge.round_id))


@audience("staff")
@require_http_methods(EDITS)
def close(request: Visit, pk: int) -> HttpResponse:
    """The open stage is worked out."""
    found = _own(request, pk)
    step = judging_of(found)
    stage = open_stage(found, step)
    form = CloseForm(request.POST or None)

    def act(by: Any) -> str:
        standings = actions.close_stage(round=found, stage=stage, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已定出%(count)d份的名次。") % {"count": len(standings)}

    effects = [
        _("去掉一个最高分和一个最低分，其余取平均。") if step.trimmed else _("每份取各评委的平均分。"),
        _("同分的先比第一项标准，再比下一项；全部相同的抽签。"),
        _("定了以后分数不能再改，没有入围的会写明名次。"),
    ]
    page = {"round": found, "heading": _("定这一轮的结果"), "verb": _("定结果"), "effects": effects}
    return answer(request, form, act, back=desk_url(request, "desk:judging", pk), page=page)


def _own(request: Visit, pk: int) -> Round:
    found = round_at(request, pk)
    require_may_write(request.scope, found.unit)
    return found


def _refuse_others(request: Visit, found: Round) -> None:
    """Units that only take part do not see who judges them."""
    if not organises(request.scope, found):
        raise NotPermitted(_("评审由%(unit)s办理，只有主办单位能看。") % {"unit": found.unit.short})


urlpatterns = [
    path("rounds/<int:pk>/judging/", show, name="judging"),
    path("rounds/<int:pk>/judging/appoint/", appoint, name="judge-appoint"),
    path("rounds/<int:pk>/judging/close/", close, name="judging-close"),
    path("judges/<int:pk>/dismiss/", dismiss, name="judge-dismiss"),
]

"""Public notices and honours: publish, answer objections, honour once the notice is over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.wording import day_of
from sangzi.kernel.working_days import after, undeclared
from sangzi.people.definitions import known_register
from sangzi.programmes import actions
from sangzi.programmes.access import require_may_write, visible_applications
from sangzi.programmes.access.life import get_challenge_for, get_honour_for, get_notice_for
from sangzi.programmes.actions.public_notices import SHOWABLE, honour_of, is_open
from sangzi.programmes.models import Application, PublicNotice, Round
from sangzi.programmes.queries.judging import title_of_entry
from sangzi.web.addresses import desk_url
from sangzi.web.answer_forms import AnswersForm
from sangzi.web.desk.day_forms import DayInput
from sangzi.web.desk.life.forms import ReasonForm
from sangzi.web.desk.life.verbs import EDITS, answer, round_at, round_page
from sangzi.web.doors import Visit


class NoticeForm(forms.Form):
    """What is shown: a title, words, from which day, whom."""

    title = forms.CharField(label=_l("标题"), max_length=200)
    text = forms.CharField(
        label=_l("说明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("写明受理异议的电话或地点。"),
    )
    opens = forms.DateField(label=_l("从哪一天起公示"), widget=DayInput())
    applications = forms.ModelMultipleChoiceField(
        Application.objects.none(), label=_l("公示谁"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, found: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Application.objects.filter(round=found, state__in=SHOWABLE)
        field: Any = self.fields["applications"]
        field.queryset = rows.select_related("person", "partner", "for_unit").order_by("rank", "pk")
        field.label_from_instance = lambda one: title_of_entry(one, blind=False)


class HonourForm(AnswersForm):
    """The level, the day, and what the register asks for besides."""

    level = forms.ChoiceField(label=_l("等次"))
    on = forms.DateField(label=_l("表彰日期"), widget=DayInput())

    def __init__(self, *args: Any, levels: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.choices = [(one, one) for one in levels] or [("", _("表彰"))]
        field.required = bool(levels)
        self.fields["on"].initial = timezone.localdate()


class AnswerForm(forms.Form):
    """What came of an objection."""

    answer = forms.CharField(
        label=_l("核实的结果"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("异议人会看到，也会公开在公示下面；不要写异议人是谁。"),
    )
    upheld = forms.BooleanField(label=_l("采纳这条异议：不表彰所指的对象"), required=False)


@audience("staff")
@require_safe
def listed(request: Visit, pk: int) -> HttpResponse:
    found = round_at(request, pk)
    step = honour_of(found)
    today = timezone.localdate()
    rows = PublicNotice.objects.filter(round=found).prefetch_related("challenges").order_by("-pk")
    notices = [(one, is_open(one, today), sum(c.answered is None for c in one.challenges.all())) for one in rows]
    context = round_page(request, found, "notices") | {"step": step, "notices": notices, "today": today}
    return render(request, "desk/life/public_notices.html", context)


@audience("staff")
@require_http_methods(EDITS)
def publish(request: Visit, pk: int) -> HttpResponse:
    found = round_at(request, pk)
    require_may_write(request.scope, found.unit)
    today = timezone.localdate()
    form = NoticeForm(
        request.POST or None,
        found=found,
        initial={"opens": today, "title": _("%(round)s拟表彰名单公示") % {"round": found.title}},
    )

    def act(by: Any) -> str:
        given = form.cleaned_data | {"applications": list(form.cleaned_data["applications"])}
        notice = actions.publish_notice(round=found, now=timezone.now(), by=by, **given)
        return _("已公示，到%(closes)s为止。") % {"closes": day_of(notice.closes)}

    page = {"round": found, "heading": _("发布公示"), "verb": _("发布"), "effects": _about(found)}
    return answer(request, form, act, back=desk_url(request, "desk:public-notices", pk), page=page)


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """One notice: whom it shows, what was objected, who can be honoured."""
    notice = get_notice_for(request.scope, pk)
    rows = notice.applications.select_related("person", "partner", "for_unit", "unit").order_by("rank", "pk")
    honours = {one.application_id: one for row in rows for one in row.honours.all() if one.revoked is None}
    context = round_page(request, notice.round, "notices") | {
        "notice": notice,
        "lines": [(one, title_of_entry(one, blind=False), honours.get(one.pk)) for one in rows],
        "challenges": notice.challenges.select_related("application").order_by("pk"),
        "over": notice.withdrawn is None and notice.closes < timezone.localdate(),
    }
    return render(request, "desk/life/public_notice.html", context)


@audience("staff")
@require_http_methods(EDITS)
def withdraw(request: Visit, pk: int) -> HttpResponse:
    notice = get_notice_for(request.scope, pk)
    require_may_write(request.scope, notice.round.unit)
    form = ReasonForm(request.POST or None)

    def act(by: Any) -> str:
        actions.withdraw_notice(notice=notice, now=timezone.now(), by=by, **form.cleaned_data)
        return _("公示已撤回。")

    page = {"round": notice.round, "heading": _("撤回公示"), "verb": _("撤回公示"), "dangerous": True}
    return answer(request, form, act, back=desk_url(request, "desk:public-notice", pk), page=page)


@audience("staff")
@require_http_methods(EDITS)
def answer_one(request: Visit, pk: int) -> HttpResponse:
    one = get_challenge_for(request.scope, pk)
    require_may_write(request.scope, one.notice.round.unit)
    form = AnswerForm(request.POST or None)

    def act(by: Any) -> str:
        actions.answer_challenge(challenge=one, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已答复。")

    page = {"round": one.notice.round, "heading": _("答复异议"), "verb": _("答复"), "effects": [one.text]}
    return answer(request, form, act, back=desk_url(request, "desk:public-notice", one.notice_id), page=page)


@audience("staff")
@require_http_methods(EDITS)
def award(request: Visit, pk: int, application: int) -> HttpResponse:
    """Honour one whom the notice showed."""
    notice = get_notice_for(request.scope, pk)
    require_may_write(request.scope, notice.round.unit)
    one = visible_applications(request.scope).filter(public_notices=notice).get(pk=application)
    step = honour_of(notice.round)
    fields = known_register(step.enters).fields if step.enters and one.kind == "person" else ()
    form = HonourForm(request.POST or None, levels=step.levels, asked=fields)

    def act(by: Any) -> str:
        told = {key: value for key, value in form.given.items() if key not in ("level", "on")}
        level, on = form.cleaned_data["level"], form.cleaned_data["on"]
        actions.award(application=one, level=level, on=on, fields=told, now=timezone.now(), by=by)
        return _("已表彰，本人会收到通知。")

    page = {
        "round": notice.round,
        "heading": _("表彰%(who)s") % {"who": title_of_entry(one, blind=False)},
        "verb": _("表彰"),
    }
    return answer(request, form, act, back=desk_url(request, "desk:public-notice", pk), page=page)


@audience("staff")
@require_http_methods(EDITS)
def revoke(request: Visit, pk: int) -> HttpResponse:
    honour = get_honour_for(request.scope, pk)
    round_ = honour.application.round
    require_may_write(request.scope, round_.unit)
    form = ReasonForm(request.POST or None)

    def act(by: Any) -> str:
        actions.revoke_honour(honour=honour, now=timezone.now(), by=by, **form.cleaned_data)
        return _("表彰已撤销，纪实已冲销。")

    page = {"round": round_, "heading": _("撤销表彰"), "verb": _("撤销表彰"), "dangerous": True}
    return answer(request, form, act, back=desk_url(request, "desk:public-notices", round_.pk), page=page)


def _about(found: Round) -> list[str]:
    """How long a notice would last that begins today, and what is not known of the holidays."""
    step, today = honour_of(found), timezone.localdate()
    closes = after(today, step.notice)
    told = [
        _("公示%(days)d个工作日；今天开始的话，到%(closes)s为止。") % {"days": step.notice, "closes": day_of(closes)},
        _("任何人都可以看、可以提异议；个人只显示遮住的姓名和单位。"),
    ]
    unknown = undeclared(today, closes)
    if unknown:
        years = "、".join(str(year) for year in unknown)
        told.append(_("%(years)s年的放假安排还没有录入，只扣除了周末。") % {"years": years})
    return told


urlpatterns = [
    path("rounds/<int:pk>/public-notices/", listed, name="public-notices"),
    path("rounds/<int:pk>/public-notices/publish/", publish, name="public-notice-publish"),
    path("public-notices/<int:pk>/", show, name="public-notice"),
    path("public-notices/<int:pk>/withdraw/", withdraw, name="public-notice-withdraw"),
    path("public-notices/<int:pk>/honour/<int:application>/", award, name="honour-award"),
    path("challenges/<int:pk>/answer/", answer_one, name="challenge-answer"),
    path("honours/<int:pk>/revoke/", revoke, name="honour-revoke"),
]

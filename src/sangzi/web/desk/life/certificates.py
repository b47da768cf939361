"""Certificates of a round: issue to all who earned them, give them away as files, take one back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.kernel.paging import page_of
from sangzi.programmes import actions
from sangzi.programmes.access import require_may_write, visible_placements
from sangzi.programmes.access.life import get_certificate_for, visible_certificates
from sangzi.programmes.queries.life import called, may_be_certified
from sangzi.web.addresses import desk_url
from sangzi.web.certificate_files import file_of, pdf_answer
from sangzi.web.desk.life.forms import ReasonForm
from sangzi.web.desk.life.verbs import EDITS, answer, round_at, round_page
from sangzi.web.doors import Visit

AT_ONCE = 500  # certificates in one go; the rest with the next press
NAMED = 5


@audience("staff")
@require_safe
def listed(request: Visit, pk: int) -> HttpResponse:
    found = round_at(request, pk)
    rows = visible_certificates(request.scope).filter(
        placement__opening__round=found, placement__opening__unit__path__within=request.unit.path
    )
    along = (f"placement__{one}" for one in ("opening__unit", "person", "partner", "for_unit", "application"))
    page = page_of(rows.select_related(*along), after=request.GET.get("after"))
    waiting = may_be_certified(found, visible_placements(request.scope)).count()
    context = round_page(request, found, "certificates") | {
        "lines": [(one, called(one.placement)) for one in page.lines],
        "page": page,
        "waiting": waiting,
    }
    return render(request, "desk/life/certificates.html", context)


@audience("staff")
@require_POST
def issue(request: Visit, pk: int) -> HttpResponse:
    """To everybody who earned one and has none."""
    found = round_at(request, pk)
    require_may_write(request.scope, request.unit)
    by: Any = request.user
    rows = may_be_certified(found, visible_placements(request.scope.writable))[:AT_ONCE]
    outcome = actions.issue_many(placements=rows, now=timezone.now(), by=by)
    count = len(outcome.done)
    messages.success(request, ngettext("发了%(count)d份证书。", "发了%(count)d份证书。", count) % {"count": count})
    for placement, sentence in outcome.refused[:NAMED]:
        messages.info(request, _("%(who)s：%(sentence)s") % {"who": called(placement), "sentence": sentence})
    more = len(outcome.refused) - NAMED
    if more > 0:
        messages.info(request, _("还有%(count)d人没有发，原因相仿。") % {"count": more})
    return HttpResponseRedirect(desk_url(request, "desk:certificates", pk))


@audience("staff")
@require_safe
def pdf(request: Visit, pk: int) -> HttpResponse:
    return pdf_answer(get_certificate_for(request.scope, pk))


@audience("staff")
@require_safe
def bundle(request: Visit, pk: int) -> HttpResponse:
    """All valid certificates of a round at the unit at hand and below, as one file."""
    found = round_at(request, pk)
    rows = visible_certificates(request.scope).filter(
        placement__opening__round=found, placement__opening__unit__path__within=request.unit.path, revoked=None
    )
    names = ("opening__unit", "opening__round", "person", "partner", "for_unit", "application")
    rows = rows.select_related(*(f"placement__{one}" for one in names)).order_by("pk")
    if rows.count() > AT_ONCE:
        raise BadInput(_("一次最多打包%(most)d份；请换到下级单位分批下载。") % {"most": AT_ONCE})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in rows:
            archive.writestr(f"{one.number}.pdf", file_of(one))
    headers = {"Content-Disposition": f'attachment; filename="certificates-{found.pk}.zip"'}
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)


@audience("staff")
@require_http_methods(EDITS)
def revoke(request: Visit, pk: int) -> HttpResponse:
    found = get_certificate_for(request.scope, pk)
    opening = found.placement.opening
    require_may_write(request.scope, opening.unit)
    form = ReasonForm(request.POST or None)

    def act(by: Any) -> str:
        actions.revoke(certificate=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已撤销；查验这个编号的人会看到它已经无效。")

    page = {"round": opening.round, "opening": opening, "heading": _("撤销证书"), "verb": _("撤销"), "dangerous": True}
    return answer(request, form, act, back=desk_url(request, "desk:certificates", opening.round_id), page=page)


urlpatterns = [
    path("rounds/<int:pk>/certificates/", listed, name="certificates"),
    path("rounds/<int:pk>/certificates/issue/", issue, name="certificates-issue"),
    path("rounds/<int:pk>/certificates/bundle/", bundle, name="certificates-bundle"),
    path("certificates/<int:pk>/pdf/", pdf, name="certificate-pdf"),
    path("certificates/<int:pk>/revoke/", revoke, name="certificate-revoke"),
]

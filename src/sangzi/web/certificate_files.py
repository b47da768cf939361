"""A certificate as a file: the same bytes whenever it is asked for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangzi.kernel.certificate_pdf import certificate
from sangzi.kernel.errors import NotVisible
from sangzi.programmes.models import Certificate

CHINESE = "zh-hans"


def file_of(paper: Certificate) -> bytes:
    """The PDF of a certificate, in Chinese, whoever asks for it."""
    opening = paper.placement.opening
    with override(CHINESE):
        return certificate(
            paper.title,
            paper.text.splitlines(),
            paper.number,
            opening.unit.name,
            paper.issued,
            settings.SANGZI_ADDRESS + reverse("open:check-number", args=[paper.number]),
            sample=opening.round.sample,
        )


def pdf_answer(paper: Certificate) -> HttpResponse:
    """The answer that carries a certificate; one that was revoked is given away no more."""
    if paper.revoked is not None:
        raise NotVisible(_("这份证书已经撤销，不能再下载。"))
    headers = {
        "Content-Disposition": f'inline; filename="{paper.number}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file_of(paper), content_type="application/pdf", headers=headers)

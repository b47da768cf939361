"""Views as short as Django lets them be, behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from sangzi.kernel.audience import audience

from .models import Row


@csrf_exempt
@audience("anyone")
def insert(request: HttpRequest) -> HttpResponse:
    row = Row.objects.create(applicant=int(request.POST["applicant"]), opening=int(request.POST["opening"]))
    return HttpResponse(str(row.pk))

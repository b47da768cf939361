"""Every door says whom it is for."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import path
from django.views import View

from sangzi.kernel.audience import AUDIENCES, audience, audience_of, doors
from sangzi.kernel.checks import every_door_has_an_audience


def bare(_request):
    return HttpResponse()


class Bare(View):
    pass


@audience("anyone")
def open_to_anyone(_request):
    return HttpResponse()


@audience("everyone")
def misspelt(_request):
    return HttpResponse()


@audience("staff")
class ForStaff(View):
    pass


urlpatterns = []


@pytest.fixture
def door(settings, monkeypatch):
    """An installation with one door."""

    def build(view):
        settings.ROOT_URLCONF = __name__
        monkeypatch.setitem(globals(), "urlpatterns", [path("door/", view)])
        from django.urls import clear_url_caches

        clear_url_caches()
        return every_door_has_an_audience()

    return build


def test_there_are_doors_and_each_has_an_audience():
    found = {route: audience_of(view) for route, view in doors()}
    assert found
    assert [route for route, whom in found.items() if whom not in AUDIENCES] == []


@pytest.mark.parametrize("view", [bare, Bare.as_view(), misspelt])
def test_a_door_without_an_audience_stops_the_start(door, view):
    (error,) = door(view)
    assert error.id == "kernel.E001"
    assert "door/" in error.msg


@pytest.mark.parametrize("view", [open_to_anyone, ForStaff.as_view()])
def test_a_door_with_an_audience_is_accepted(door, view):
    assert door(view) == []

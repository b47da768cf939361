"""All doors, by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("sangzi.web.urls")),
    path("api/v1/", include("sangzi.api.urls")),
]

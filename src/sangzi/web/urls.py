"""Pages, by audience: open (anyone), me (a person), desk (staff)."""

from django.urls import include, path

urlpatterns = [
    path("me/", include("sangzi.web.me.urls")),
    path("desk/", include("sangzi.web.desk.urls")),
    path("", include("sangzi.web.open.urls")),  # last: a path is tried against all of these
]

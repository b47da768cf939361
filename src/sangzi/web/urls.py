"""Pages, by audience: open (anyone), me (a person), desk (staff)."""

from django.urls import include, path

urlpatterns = [
    path("", include("sangzi.web.open.urls")),
    path("me/", include("sangzi.web.me.urls")),
    path("desk/", include("sangzi.web.desk.urls")),
]

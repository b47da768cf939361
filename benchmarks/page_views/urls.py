"""The installation's own addresses, and the same pages made in two other ways."""

from django.urls import path

from sangzi.urls import urlpatterns as own

from .minimal import views as minimal
from .plain import views as plain

urlpatterns = [
    path("plain/openings/", plain.openings),
    path("plain/applications/<int:pk>/", plain.applications),
    path("minimal/openings/", minimal.openings),
    path("minimal/applications/<int:pk>/", minimal.applications),
    *own,
]

"""The installation's own addresses, and the bare view beside them."""

from django.urls import path

from sangzi.urls import urlpatterns as own

from .bare.views import insert

urlpatterns = [path("bare/", insert), *own]

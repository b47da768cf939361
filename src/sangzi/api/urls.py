"""Addresses of the JSON interface."""

from django.urls import path

from . import (
    applying,  # noqa: F401  (declares operations)
    programmes,  # noqa: F401  (declares operations)
    reading,  # noqa: F401  (declares operations)
    suggestions,  # noqa: F401  (declares operations)
    writing,  # noqa: F401  (declares operations)
)
from .document import openapi
from .operations import urlpatterns as operations

app_name = "api"
urlpatterns = [path("openapi.json", openapi, name="openapi"), *operations()]

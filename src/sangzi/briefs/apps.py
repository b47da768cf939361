"""Briefs: documents in which every number is a figure with a receipt."""

from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "sangzi.briefs"
    label = "briefs"
    verbose_name = "Briefs"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)

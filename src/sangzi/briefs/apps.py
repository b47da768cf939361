from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "sangzi.briefs"
    label = "briefs"
    verbose_name = "Briefs"

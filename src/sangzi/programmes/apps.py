from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "sangzi.programmes"
    label = "programmes"
    verbose_name = "Programmes"

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "sangzi.programmes"
    label = "programmes"
    verbose_name = "Programmes"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system check)

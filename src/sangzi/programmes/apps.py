from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "sangzi.programmes"
    label = "programmes"
    verbose_name = "Programmes"

    def ready(self) -> None:
        from . import checks, sheets  # noqa: F401  (register the system check and the kinds of sheets)

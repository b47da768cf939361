from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sangzi.notices"
    label = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system check)

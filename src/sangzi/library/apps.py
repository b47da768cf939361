from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "sangzi.library"
    label = "library"
    verbose_name = "Library"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system check)

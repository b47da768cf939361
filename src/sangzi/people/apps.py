from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sangzi.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system check)

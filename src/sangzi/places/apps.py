from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "sangzi.places"
    label = "places"
    verbose_name = "Places"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system check)

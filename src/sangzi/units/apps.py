from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "sangzi.units"
    label = "units"
    verbose_name = "Units"

    def ready(self) -> None:
        from . import lookups

        lookups.register()

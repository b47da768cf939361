from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "sangzi.plans"
    label = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from .weights import declare_own

        declare_own()

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "sangzi.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from . import checks  # noqa: F401  (registers the system checks)

        # Facts and job kinds declare themselves wherever an app keeps such a file.
        autodiscover_modules("facts", "tasks")

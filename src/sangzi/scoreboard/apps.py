from django.apps import AppConfig


class ScoreboardConfig(AppConfig):
    name = "sangzi.scoreboard"
    label = "scoreboard"
    verbose_name = "Scoreboard"

    def ready(self) -> None:
        from sangzi.kernel import facts

        from . import checks  # noqa: F401  (registers the system checks)
        from .increments import apply
        from .renewal import renew

        facts.listen(apply)
        facts.listen(renew)

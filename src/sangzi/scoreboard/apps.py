from django.apps import AppConfig


class ScoreboardConfig(AppConfig):
    name = "sangzi.scoreboard"
    label = "scoreboard"
    verbose_name = "Scoreboard"

    def ready(self) -> None:
        from sangzi.kernel import facts, turns

        from . import checks  # noqa: F401  (registers the system checks)
        from .declared import forget
        from .increments import apply
        from .renewal import renew
        from .weights import declare_figures

        facts.listen(apply)
        facts.listen(renew)
        declare_figures()
        turns.listen(forget)

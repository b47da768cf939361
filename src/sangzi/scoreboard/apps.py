from django.apps import AppConfig


class ScoreboardConfig(AppConfig):
    name = "sangzi.scoreboard"
    label = "scoreboard"
    verbose_name = "Scoreboard"

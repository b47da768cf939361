from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "sangzi.plans"
    label = "plans"
    verbose_name = "Plans"

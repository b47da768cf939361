from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sangzi.api"
    label = "api"
    verbose_name = "Api"

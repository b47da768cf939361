from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sangzi.web"
    label = "web"
    verbose_name = "Web"

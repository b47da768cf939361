from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sangzi.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        from .field_words import use_our_words

        use_our_words()

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "sangzi.library"
    label = "library"
    verbose_name = "Library"

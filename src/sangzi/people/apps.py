from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sangzi.people"
    label = "people"
    verbose_name = "People"

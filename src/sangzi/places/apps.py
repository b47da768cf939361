from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "sangzi.places"
    label = "places"
    verbose_name = "Places"

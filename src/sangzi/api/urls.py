"""JSON doors."""

urlpatterns: list[object] = []

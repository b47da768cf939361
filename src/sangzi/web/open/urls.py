"""Pages that need no account."""

from . import entrance, front, reading

app_name = "open"
urlpatterns = [*front.urlpatterns, *entrance.urlpatterns, *reading.urlpatterns]

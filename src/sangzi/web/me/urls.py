"""Pages of a person's own."""

from . import account, own

app_name = "me"
urlpatterns = [*account.urlpatterns, *own.urlpatterns]

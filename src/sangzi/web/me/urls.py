"""Pages of a person's own."""

from . import account

app_name = "me"
urlpatterns = [*account.urlpatterns]

"""Pages of a person's own."""

from . import account, notices, own

app_name = "me"
urlpatterns = [*account.urlpatterns, *notices.urlpatterns, *own.urlpatterns]

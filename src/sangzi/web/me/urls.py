"""Pages of a person's own."""

from . import (
    account,
    applications,
    applying,
    asked,
    basics,
    checking,
    life,
    nominating,
    notices,
    offering,
    own,
    profile,
    uploads,
    why,
)

app_name = "me"
urlpatterns = [
    *account.urlpatterns,
    *applications.urlpatterns,
    *asked.urlpatterns,
    *applying.urlpatterns,
    *checking.urlpatterns,
    *offering.urlpatterns,
    *nominating.urlpatterns,
    *uploads.urlpatterns,
    *life.urlpatterns,
    *notices.urlpatterns,
    *profile.urlpatterns,
    *own.urlpatterns,
    *basics.urlpatterns,
    *why.urlpatterns,
]

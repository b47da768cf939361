"""Pages of a person's own."""

from . import account, applications, applying, checking, life, nominating, notices, offering, own, profile, uploads

app_name = "me"
urlpatterns = [
    *account.urlpatterns,
    *applications.urlpatterns,
    *applying.urlpatterns,
    *checking.urlpatterns,
    *offering.urlpatterns,
    *nominating.urlpatterns,
    *uploads.urlpatterns,
    *life.urlpatterns,
    *notices.urlpatterns,
    *profile.urlpatterns,
    *own.urlpatterns,
]

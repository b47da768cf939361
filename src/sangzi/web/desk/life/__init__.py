"""Pages about what follows a placement: sessions, service, judging, notices, payments, certificates, feedback."""

from . import certificates, feedback, judging, payments, public_notices, serving, sessions

urlpatterns = [
    *sessions.urlpatterns,
    *serving.urlpatterns,
    *judging.urlpatterns,
    *public_notices.urlpatterns,
    *payments.urlpatterns,
    *certificates.urlpatterns,
    *feedback.urlpatterns,
]

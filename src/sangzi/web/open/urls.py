"""Pages that need no account."""

from . import (
    checks,
    entrance,
    feeds,
    front,
    homes,
    invitations,
    join,
    openings,
    privacy,
    programmes,
    reading,
    rounds,
    sections,
)

app_name = "open"
urlpatterns = [
    *front.urlpatterns,
    *sections.urlpatterns,
    *programmes.urlpatterns,
    *rounds.urlpatterns,
    *openings.urlpatterns,
    *homes.urlpatterns,
    *invitations.urlpatterns,
    *privacy.urlpatterns,
    *entrance.urlpatterns,
    *join.urlpatterns,
    *reading.urlpatterns,
    *checks.urlpatterns,
    *feeds.urlpatterns,
]

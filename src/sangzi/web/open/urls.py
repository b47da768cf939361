"""Pages that need no account."""

from . import (
    checks,
    entrance,
    feeds,
    front,
    homes,
    invitations,
    join,
    nominees,
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
    *nominees.urlpatterns,
    *privacy.urlpatterns,
    *entrance.urlpatterns,
    *join.urlpatterns,
    *reading.urlpatterns,
    *checks.urlpatterns,
    *feeds.urlpatterns,
]

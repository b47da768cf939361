"""Pages of staff, each in a unit. A noun's pages are one file with `urlpatterns`; add it here in one line."""

from . import (
    audit,
    board,
    briefs,
    home,
    library,
    places,
    plans,
    programmes,
    receipts,
    records,
    registers,
    rounds,
    targets,
    unit_changes,
    units,
)

app_name = "desk"
urlpatterns = [
    *home.urlpatterns,
    *board.urlpatterns,
    *targets.urlpatterns,
    *plans.urlpatterns,
    *receipts.urlpatterns,
    *briefs.urlpatterns,
    *records.urlpatterns,
    *programmes.urlpatterns,
    *rounds.urlpatterns,
    *places.urlpatterns,
    *registers.urlpatterns,
    *library.urlpatterns,
    *units.urlpatterns,
    *unit_changes.urlpatterns,
    *audit.urlpatterns,
]

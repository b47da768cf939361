"""A person's own pages about what follows a placement: being there, hours, reports, feedback, certificates, judging."""

from . import attending, judging, placements, reporting

urlpatterns = [*placements.urlpatterns, *reporting.urlpatterns, *attending.urlpatterns, *judging.urlpatterns]

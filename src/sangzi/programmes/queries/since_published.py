"""What happened to those whom a published run concerned, after it was published: the run itself stays as it was."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from ..models import ApplicationState, Milestone, Run

GIVEN = (ApplicationState.OFFERED, ApplicationState.PLACED)


@dataclass(frozen=True)
class Since:
    """How many did what. `gone_down`: they declined, or let the time pass; `moved_up`: from the line, by itself."""

    accepted: int = 0
    gone_down: int = 0
    withdrawn: int = 0
    moved_up: int = 0
    by_hand: int = 0

    @property
    def nothing(self) -> bool:
        """Whether all is as it was published."""
        return not any((self.accepted, self.gone_down, self.withdrawn, self.moved_up, self.by_hand))


def since_published(run: Run) -> Since:
    """Counts from the milestones of the round's applications since then. One query; nothing of an unpublished run."""
    if run.published is None:
        return Since()
    rows = Milestone.objects.filter(application__round=run.round_id, at__gt=run.published)
    given, nobodys = Q(outcome__in=GIVEN), Q(by=None)
    told = rows.aggregate(
        accepted=Count("pk", filter=Q(outcome="accepted")),
        gone_down=Count("pk", filter=Q(outcome=ApplicationState.DECLINED)),
        withdrawn=Count("pk", filter=Q(outcome=ApplicationState.WITHDRAWN)),
        moved_up=Count("pk", filter=given & nobodys),
        by_hand=Count("pk", filter=given & ~nobodys),
    )
    return Since(**told)

"""Applications: who bids for what, in order of wish, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sangzi.kernel.models import Account
from sangzi.people.models import Partner, Person
from sangzi.units.models import Unit

from .choices import Applicant, ApplicationState, Guardian, WishState
from .rounds import Opening, Round


class Application(models.Model):
    """One bid in a round. `unit` is where it is dealt with, and whose staff see it.

    `person` is the applicant, a team's captain, or whoever wrote for a partner or a unit. `answers` are the form's
    fields (JSON); `evidence` holds those marked to be deleted, wiped after `evidence_until`. `reason` is told to the
    applicant. `lot` is drawn, `score` judged, `rank` what the two came to. `key` makes a repeated request one
    application; `revision` refuses a form that was opened before somebody else's change.
    """

    State = ApplicationState
    Kind = Applicant

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=10, choices=Applicant.choices, default=Applicant.PERSON)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    for_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, default="", blank=True)  # of a team, an entry, a project; never a person's
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    guardian = models.CharField(max_length=10, choices=Guardian.choices, default=Guardian.NOT_NEEDED)
    answers = models.TextField(default="{}")
    evidence = models.TextField(default="", blank=True)
    evidence_until = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)  # of a dated booking: the first night
    until = models.DateField(null=True, blank=True)  # and the first day no longer wanted
    reason = models.CharField(max_length=300, default="", blank=True)
    made = models.DateTimeField()
    submitted = models.DateTimeField(null=True, blank=True)
    changed = models.DateTimeField()
    stage = models.CharField(max_length=60, default="", blank=True)  # of judging
    lot = models.BigIntegerField(null=True, blank=True)
    score = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=("person", "team"), person__isnull=False)
                | Q(kind="partner", partner__isnull=False)
                | Q(kind__in=("unit", "village"), for_unit__isnull=False),
                name="application_names_its_applicant",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["round", "state", "-id"], name="application_round_state"),
            models.Index(fields=["round", "unit"], name="application_round_unit"),
            models.Index(fields=["unit", "state"], name="application_unit_state"),
            models.Index(fields=["person", "round"], name="application_person_round"),
        ]


class Member(models.Model):
    """Somebody in a team; counts once they have agreed themselves."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=60, default="", blank=True)
    token = models.CharField(max_length=64, default="", blank=True, db_index=True)  # hash of the link sent to them
    agreed = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "person"], name="member_once"),
        ]


class Wish(models.Model):
    """One opening that an application names; `rank` 1 is the dearest. `line`: its number on the waiting list.

    `state` and `line` count once the application is no longer admitted. While it is, they may have been prepared for a
    result that is not published: nobody is shown them, and nobody stands in line by them (`as_told`).
    """

    State = WishState

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="wishes")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=WishState.choices, default=WishState.HOPING)
    line = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "opening"], name="wish_once"),
            models.UniqueConstraint(fields=["application", "rank"], name="wish_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["opening", "state", "line"], name="wish_opening_state_line")]

    def as_told(self, application: ApplicationState | str) -> Wish:
        """The wish as it may be shown, its application being in a state; only in memory, not to be saved."""
        if application == ApplicationState.ADMITTED:
            self.state, self.line = WishState.HOPING, None
        return self


class GuardianRequest(models.Model):
    """A guardian was asked by a link; what they answered. The link's token is kept as a hash."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="guardian_requests")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    relation = models.CharField(max_length=20)
    token = models.CharField(max_length=64, unique=True)
    asked = models.DateTimeField()
    expires = models.DateTimeField()
    answered = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)


class Milestone(models.Model):
    """A step that an application passed: which, how, when, by whom. The line of time that both sides see."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="milestones")
    step = models.CharField(max_length=20)
    outcome = models.CharField(max_length=40)
    note = models.CharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

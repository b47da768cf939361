"""Runs: who would get what in a round by some method and rules, kept until one of them is published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sangzi.kernel.models import Account

from .choices import RunState
from .rounds import Round


class Run(models.Model):
    """One computation of an allotment. It changes nothing for anybody until it is published, and nothing after.

    `terms`: what it went by (JSON: points of fit, rules on placements, whether least numbers may be given up).
    `as_announced`: method and terms are those that applicants were told. `input` and `output` are arrays as
    `numpy.savez_compressed` writes them: the instance with the keys of who and what, the placement with its prices.
    `digest` is of the input, method and seed, `result` of the placement; `proof` and `figures` are JSON. `refused`: why
    there is no result. `reason`: why it is published although it is not as announced, or rules do not hold.
    """

    State = RunState

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WORKING)
    method = models.CharField(max_length=12)
    terms = models.TextField(default="{}")
    as_announced = models.BooleanField(default=True)
    seed = models.CharField(max_length=64, default="", blank=True)
    name = models.CharField(max_length=60, default="", blank=True)
    asked = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    result = models.CharField(max_length=64, default="", blank=True)
    proof = models.TextField(default="{}")
    figures = models.TextField(default="{}")
    refused = models.TextField(default="", blank=True)
    input = models.BinaryField(null=True, blank=True)
    output = models.BinaryField(null=True, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state="publishing"), name="run_one_is_being_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.number}"

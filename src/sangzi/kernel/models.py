"""Accounts, the audit chain and jobs."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Accounts(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who signs in. What they may see follows from their assignments to units."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    sample = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()

    def __str__(self) -> str:
        return self.name or self.username


class AuditHead(models.Model):
    """The end of one chain. A chain belongs to a unit, so writers of different units never queue."""

    chain = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class AuditLine(models.Model):
    """One change: who did what to what, hashed together with the line before it. Append-only."""

    chain = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    detail = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_line_chain_seq"),
        ]
        indexes: ClassVar = [models.Index(fields=["about"], name="audit_line_about")]


class LooseLine(models.Model):
    """An audit line that has no number yet: written where many write at once, tied into its chain a moment later."""

    chain = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    detail = models.TextField(default="{}")
    seal = models.CharField(max_length=64)


class LooseMovement(models.Model):
    """A fact that moved and is not added to the totals yet; added a moment later, many at a time."""

    fact = models.CharField(max_length=60)
    tag = models.CharField(max_length=130)
    unit = models.BigIntegerField()
    on = models.DateField()
    amount = models.BigIntegerField()
    person = models.BigIntegerField(default=0, db_index=True)


class Job(models.Model):
    """Work to be done outside a request.

    A worker claims a row by a conditional UPDATE and holds it by a lease; a lease that runs out
    (the worker was killed) lets another worker claim it again.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    arguments = models.TextField(default="{}")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=60, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    done_parts = models.BigIntegerField(default=0)
    all_parts = models.BigIntegerField(default=0)
    doing = models.CharField(max_length=200, default="", blank=True)
    result = models.TextField(default="{}")
    sentence = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "lease_until"], name="job_state_lease")]

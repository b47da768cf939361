"""Accounts, the audit chain, jobs, papers that people hand in, sheets that are brought, and feed addresses."""

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


class Tries(models.Model):
    """How often a name or an address, hashed, was used at a door since its first try; see `kernel.tries`."""

    key = models.CharField(primary_key=True, max_length=64)
    number = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)


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
        indexes: ClassVar = [
            models.Index(fields=["about"], name="audit_line_about"),
            models.Index(fields=["act", "id"], name="audit_line_act"),
            models.Index(fields=["at"], name="audit_line_at"),
        ]


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


class Paper(models.Model):
    """A file that somebody handed in. Its bytes lie sealed outside the database; once purged only this row is left."""

    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=120, default="", blank=True)
    field = models.CharField(max_length=60, default="", blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    kept = models.DateTimeField()
    purge_on = models.DateField()
    purged = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["about"], name="paper_about"),
            models.Index(fields=["owner", "digest"], name="paper_owner_digest"),
            models.Index(fields=["purge_on"], condition=models.Q(purged=None), name="paper_to_purge"),
        ]


class SheetImport(models.Model):
    """A sheet that was brought, and how far it was taken. `last_row` moves in the transaction of the rows before it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ASKING = "asking"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120, default="", blank=True)
    unit_id = models.BigIntegerField(null=True)
    arguments = models.TextField(default="{}")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=64, default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    question = models.CharField(max_length=500, default="", blank=True)
    confirmed = models.BooleanField(default=False)
    last_row = models.BigIntegerField(default=0)
    rows_all = models.BigIntegerField(default=0)
    rows_taken = models.BigIntegerField(default=0)
    rows_refused = models.BigIntegerField(default=0)
    sentence = models.CharField(max_length=500, default="", blank=True)
    brought = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    purge_on = models.DateField()
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "about", "digest"], name="sheet_import_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["about"], name="sheet_import_about")]


class RefusedRow(models.Model):
    """A row of a sheet that was not taken, as it was typed, and why; gone when the sheet is purged."""

    sheet = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="refused")
    number = models.BigIntegerField()
    cells = models.TextField()
    reasons = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "number"], name="refused_row_once"),
        ]


class FeedAddress(models.Model):
    """A secret address under which a calendar program fetches somebody's dates. Only its hash is known here."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(revoked=None), name="feed_address_one_at_a_time"
            ),
        ]

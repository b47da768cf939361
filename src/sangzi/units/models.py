"""Units as they are, as they were, what happened to them, and who works where."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _l

from .paths import LONGEST

# So that PostgreSQL answers prefixes whatever its collation.
_PREFIXES = ["varchar_pattern_ops", "int2_ops", "date_ops"]


class Level(models.IntegerChoices):
    NATION = 0, _l("全国")
    PROVINCE = 1, _l("省级")
    PREFECTURE = 2, _l("市级")
    COUNTY = 3, _l("县级")
    TOWNSHIP = 4, _l("乡级")
    VILLAGE = 5, _l("村级")
    BRANCH = 9, _l("分支单位")


class Unit(models.Model):
    """A node of the tree, in its present version; earlier versions are `UnitVersion` rows.

    Dates are first days: `since` of the present version, `founded` and `closed` of the unit itself.
    No date means "before records began" (or, for `closed`, not closed).
    """

    class Kind(models.TextChoices):
        AREA = "area", _l("行政区划")
        BRANCH = "branch", _l("分支单位")

    level = models.SmallIntegerField(choices=Level.choices)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.AREA)
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=120)
    initials = models.CharField(max_length=60, default="", blank=True)
    code = models.CharField(max_length=20, default="", blank=True, db_index=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=LONGEST, db_index=True)
    official = models.BooleanField(default=True)
    order = models.IntegerField(default=0)
    note = models.CharField(max_length=300, default="", blank=True)
    since = models.DateField(null=True, blank=True)
    founded = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(closed__isnull=True) & ~Q(code=""), name="unit_live_code"
            ),
        ]
        # The level stands beside the text and the closing day, so that a search ranks its hits inside the index.
        indexes: ClassVar = [
            models.Index(fields=["name", "level", "closed"], opclasses=_PREFIXES, name="unit_name_level"),
            models.Index(fields=["short", "level", "closed"], opclasses=_PREFIXES, name="unit_short_level"),
            models.Index(fields=["initials", "level", "closed"], opclasses=_PREFIXES, name="unit_initials_level"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """How an address names the unit: its code, or its key behind a `u`."""
        return self.code or f"u{self.pk}"


class UnitEvent(models.Model):
    """Something that happened to the tree. The latest key is the edition of the tree.

    An import writes one event for the whole file; `first_unit` and `last_unit` are the keys it brought.
    """

    class Kind(models.TextChoices):
        FOUND = "found", _l("设立")
        RENAME = "rename", _l("更名")
        RECODE = "recode", _l("变更代码")
        MOVE = "move", _l("改隶")
        MERGE = "merge", _l("合并")
        SPLIT = "split", _l("拆分")
        CLOSE = "close", _l("撤销")
        IMPORT = "import", _l("导入")

    date = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    note = models.CharField(max_length=300, default="", blank=True)
    document = models.CharField(max_length=200, default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    first_unit = models.BigIntegerField(null=True, blank=True)
    last_unit = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.date or ''}".strip()


class UnitEventLine(models.Model):
    """One unit's part in an event: there before it, there after it, or taken along."""

    class Role(models.TextChoices):
        BEFORE = "before", _l("变更前")
        AFTER = "after", _l("变更后")
        ALONG = "along", _l("随上级变更")  # hung elsewhere because its parent merged or split

    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="event_lines")
    role = models.CharField(max_length=6, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "unit", "role"], name="unit_event_line_once"),
        ]


class UnitVersion(models.Model):
    """What a unit was from `since` to the day before `until`; ended by `event`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(db_index=True)
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=120)
    code = models.CharField(max_length=20, default="", blank=True, db_index=True)
    level = models.SmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    official = models.BooleanField(default=True)
    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="ended")


class Assignment(models.Model):
    """An account works for a unit, in a role, from `since` to the day before `until`."""

    class Role(models.TextChoices):
        LEAD = "lead", _l("负责人")
        OFFICER = "officer", _l("工作人员")
        AUDITOR = "auditor", _l("审计员")
        COUNSELLOR = "counsellor", _l("个案工作者")
        MEMBER = "member", _l("成员")

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "unit", "role"], condition=Q(until__isnull=True), name="assignment_open_once"
            ),
        ]


class TreeLock(models.Model):
    """One row that every change of the tree updates first, so that two changes never interleave."""

    edits = models.BigIntegerField(default=0)


class Statistic(models.Model):
    """A number about a unit from outside (population, young people, villages by the yearbook), with its source.

    A later import of the same number replaces it; the one before stays as history.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="statistics")
    key = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    source = models.CharField(max_length=200)
    made = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sample = models.BooleanField(default=False)
    replaced = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "key", "year"], condition=Q(replaced=None), name="statistic_once_a_year"
            ),
        ]

"""Audit lines are found by act, newest first, and by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kernel", "0004_tries_at_the_doors")]

    operations: ClassVar = [
        migrations.AddIndex("auditline", models.Index(fields=["act", "id"], name="audit_line_act")),
        migrations.AddIndex("auditline", models.Index(fields=["at"], name="audit_line_at")),
    ]

"""The newest records of all are found without looking at the others."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("programmes", "0010_invitations_are_taken_back")]

    operations: ClassVar = [
        migrations.AddIndex(model_name="record", index=models.Index(fields=["-on", "-id"], name="record_newest"))
    ]

"""Who was asked to help may be told that this is taken back."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_published_runs_stay"),
    ]

    operations = [
        migrations.AlterField(
            model_name="approach",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "等待答复"),
                    ("willing", "愿意帮忙"),
                    ("declined", "已谢绝"),
                    ("withdrawn", "邀请已撤回"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
    ]

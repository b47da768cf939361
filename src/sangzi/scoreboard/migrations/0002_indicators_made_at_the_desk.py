import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sangzi.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("scoreboard", "0001_measures_totals_and_receipts"),
        ("units", "0001_the_dated_tree"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("definition", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("withdrawn", models.BooleanField(default=False)),
                ("made", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "version"), name="declaration_key_version")],
            },
        ),
        append_only("scoreboard_declaration"),
    ]

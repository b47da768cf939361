import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sangzi.kernel.append_only import append_only

WAITING = "waiting"
STATES = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]


def _id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _by():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", _id()),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("sample", models.BooleanField(default=False)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("chain", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AuditLine",
            fields=[
                ("id", _id()),
                ("chain", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=60)),
                ("about", models.CharField(max_length=120)),
                ("detail", models.TextField(default="{}")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("by", _by()),
            ],
            options={
                "indexes": [models.Index(fields=["about"], name="audit_line_about")],
                "constraints": [models.UniqueConstraint(fields=("chain", "seq"), name="audit_line_chain_seq")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", _id()),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("arguments", models.TextField(default="{}")),
                ("unit_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(choices=STATES, default=WAITING, max_length=10)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("worker", models.CharField(blank=True, default="", max_length=60)),
                ("lease_until", models.DateTimeField(null=True)),
                ("done_parts", models.BigIntegerField(default=0)),
                ("all_parts", models.BigIntegerField(default=0)),
                ("doing", models.CharField(blank=True, default="", max_length=200)),
                ("result", models.TextField(default="{}")),
                ("sentence", models.CharField(blank=True, default="", max_length=500)),
                ("by", _by()),
            ],
            options={"indexes": [models.Index(fields=["state", "lease_until"], name="job_state_lease")]},
        ),
        append_only("kernel_auditline"),
    ]

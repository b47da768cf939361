from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_records_follow_merged_persons"),
    ]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="ended",
            field=models.DateField(blank=True, null=True),
        ),
    ]

from django.db import migrations

from sangzi.kernel.append_only import let_through


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0002_applications_and_their_life"),
    ]

    operations = [
        let_through("programmes_record", "person_id"),
    ]

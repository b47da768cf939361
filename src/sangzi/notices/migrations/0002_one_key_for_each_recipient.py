from django.db import migrations, models
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat


def name_the_recipients(apps, _editor):
    notices = apps.get_model("notices", "Notice").objects
    for mark, field in (("/a", "account_id"), ("/p", "person_id"), ("/u", "unit_id")):
        told = notices.exclude(**{field: None})
        told.update(key=Concat(F("key"), Value(mark), Cast(field, CharField()), output_field=CharField()))


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_notices_and_deliveries")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_account_once"),
        migrations.RemoveConstraint(model_name="notice", name="notice_person_once"),
        migrations.RemoveConstraint(model_name="notice", name="notice_unit_once"),
        migrations.AlterField(model_name="notice", name="key", field=models.CharField(max_length=150)),
        migrations.RunPython(name_the_recipients, migrations.RunPython.noop),
        migrations.AlterField(model_name="notice", name="key", field=models.CharField(max_length=150, unique=True)),
    ]

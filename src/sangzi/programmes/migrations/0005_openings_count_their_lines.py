from django.db import migrations, models
from django.db.models import Max


def from_the_lines(apps, _editor):
    opening, wish = apps.get_model("programmes", "Opening"), apps.get_model("programmes", "Wish")
    lines = wish.objects.filter(line__isnull=False).order_by().values_list("opening").annotate(Max("line"))
    for pk, last in lines.iterator():
        opening.objects.filter(pk=pk).update(last_line=last)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_placements_end_their_work")]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="last_line",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(from_the_lines, migrations.RunPython.noop),
    ]

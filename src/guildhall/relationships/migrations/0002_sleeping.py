"""A paused pair that sleeps says since when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relationships", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="relationship",
            name="sleeps_since",
            field=models.DateTimeField(null=True),
        ),
    ]

"""Who reads a challenge by when it was put, and who has a say in a lesson."""

from datetime import UTC, datetime, time

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_the_day(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of earlier challenges the day is known: it began at midnight."""
    challenges = apps.get_model("mentoring", "Challenge")
    for pk, day in challenges.objects.values_list("pk", "shown_on").iterator():
        put_at = datetime.combine(day, time(), tzinfo=UTC)
        challenges.objects.filter(pk=pk).update(put_at=put_at)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("mentoring", "0002_ending_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoryVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.person",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="mentoring.story",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("story", "person"), name="story_voice_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="challenge",
            name="put_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(keep_the_day, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="challenge",
            name="put_at",
            field=models.DateTimeField(),
        ),
    ]

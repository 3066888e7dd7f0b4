"""When a pair past its planned end was asked; and pairs that sleep already hold no place."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def let_sleepers_go(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Pairs whose newest yearly question nobody answered, and that rest since."""
    renewals = apps.get_model("mentoring", "Renewal").objects.order_by("asked_at", "pk")
    relationships = apps.get_model("relationships", "Relationship").objects
    newest = {}
    for pk, outcome, settled_at in renewals.values_list("relationship_id", "outcome", "settled_at"):
        newest[pk] = (outcome, settled_at)
    for pk, (outcome, settled_at) in newest.items():
        if outcome == "dormant":
            rows = relationships.filter(pk=pk, state="paused")
            rows.update(sleeps_since=settled_at)


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0001_initial"),
        ("relationships", "0002_sleeping"),
    ]

    operations = [
        migrations.AddField(
            model_name="ending",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(let_sleepers_go, migrations.RunPython.noop),
    ]

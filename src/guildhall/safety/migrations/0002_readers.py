"""Who reads a worry becomes a row: those who could read it until now go on reading it."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OFFICER, ADMINISTRATOR = "safety_officer", "administrator"


def keep_readers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of each worry the officers who are not left out of it, or else the administrators."""
    worries = apps.get_model("safety", "Worry")
    readers = apps.get_model("safety", "Reader")
    left_out = apps.get_model("safety", "LeftOut")
    grants = apps.get_model("directory", "RoleGrant")
    for worry in worries.objects.order_by("pk").iterator():
        out = left_out.objects.filter(worry=worry).values_list("person_id", flat=True)
        held = grants.objects.filter(
            membership__organization_id=worry.organization_id,
            membership__ended_at__isnull=True,
            ended_at__isnull=True,
        ).exclude(membership__person_id__in=list(out))
        found = list(held.filter(role=OFFICER)) or list(held.filter(role=ADMINISTRATOR))
        readers.objects.bulk_create(
            readers(worry=worry, grant=grant, since=worry.reported_at) for grant in found
        )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("safety", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.rolegrant",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directory.person",
                    ),
                ),
                (
                    "worry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readers",
                        to="safety.worry",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("worry", "grant"), name="reads_once")
                ],
            },
        ),
        migrations.RunPython(keep_readers, migrations.RunPython.noop),
    ]

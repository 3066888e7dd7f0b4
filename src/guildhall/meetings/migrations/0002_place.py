"""Where a meeting in person takes place."""

import guildhall.core.encrypted
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="place",
            field=guildhall.core.encrypted.EncryptedTextField(
                blank=True, default="", verbose_name="place"
            ),
        ),
    ]

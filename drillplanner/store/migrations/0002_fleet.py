"""The results of whole states: one row for each district and kind of work.

On its own because Django runs each version of the tables by its file.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of results."""

    dependencies: ClassVar = [("drillplanner_store", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="FleetRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("fleet", models.TextField()),
                ("work", models.CharField(max_length=32)),
                ("folder", models.TextField()),
                ("key", models.CharField(max_length=64)),
                ("result", models.TextField()),
                ("tries", models.IntegerField()),
                ("is_parked", models.BooleanField()),
                ("processor_seconds", models.FloatField()),
            ],
            options={
                "db_table": "fleet_result",
                "constraints": [
                    models.UniqueConstraint(fields=("fleet", "work", "folder"), name="one_result_a_district")
                ],
            },
        ),
    ]

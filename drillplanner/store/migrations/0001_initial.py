"""The first tables: districts and their events, which the database itself keeps from being changed.

On its own because Django runs each version of the tables by its file.
"""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = (
    *(
        f"CREATE TRIGGER event_no_{change} BEFORE {change.upper()} ON event "
        "BEGIN SELECT RAISE(ABORT, 'an event is never changed or removed'); END"
        for change in ("update", "delete")
    ),
    # "INSERT OR REPLACE" would remove an event without asking the trigger above.
    "CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id "
    "OR (district_id = NEW.district_id AND (number = NEW.number OR event_id = NEW.event_id))) "
    "BEGIN SELECT RAISE(ABORT, 'an event is never changed or removed'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'an event is never changed or removed'; END $$",
    "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event "
    "FOR EACH ROW EXECUTE FUNCTION event_is_kept()",
    "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event "
    "FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()",
)


def make_append_only(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database refuse to change or remove an event, whoever asks."""
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """The first version."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="RecordedDistrict",
            fields=[
                ("district_id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("state", models.TextField()),
                ("year", models.TextField()),
                ("head_number", models.BigIntegerField(default=0)),
                ("head_hash", models.CharField(max_length=64)),
                ("columns", models.TextField()),
                ("lines", models.BigIntegerField(default=1)),
            ],
            options={
                "db_table": "district",
                "constraints": [
                    models.UniqueConstraint(fields=("state", "name", "year"), name="district_of_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="EventRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.BigIntegerField()),
                ("event_id", models.CharField(max_length=36)),
                ("kind", models.CharField(max_length=32)),
                ("drill_id", models.TextField()),
                ("campus_id", models.TextField()),
                ("corrects", models.TextField()),
                ("body", models.TextField()),
                ("by_user", models.TextField()),
                ("by_name", models.TextField()),
                ("role", models.TextField()),
                ("said_at", models.TextField()),
                ("recorded_at", models.TextField()),
                ("source", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("line", models.BigIntegerField(default=0)),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="drillplanner_store.recordeddistrict",
                    ),
                ),
            ],
            options={
                "db_table": "event",
                "indexes": [
                    models.Index(fields=["district", "campus_id", "number"], name="events_of_a_campus"),
                    models.Index(fields=["district", "drill_id"], name="events_of_a_drill"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("district", "number"), name="one_event_a_number"),
                    models.UniqueConstraint(fields=("district", "event_id"), name="one_event_an_id"),
                ],
            },
        ),
        migrations.RunPython(make_append_only),
    ]

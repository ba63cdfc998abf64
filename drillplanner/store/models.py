"""The tables of records. Import this module after ``set_up``, as Django asks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RecordedDistrict(models.Model):
    """A district of one school year, and the head of its chain.

    ``columns`` are the columns of ``drill_log.csv`` as JSON, those that the district added included, and ``lines``
    the lines that it has.
    """

    district_id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=36)
    name: models.TextField[str, str] = models.TextField()
    state: models.TextField[str, str] = models.TextField()
    year: models.TextField[str, str] = models.TextField()
    head_number: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)
    head_hash: models.CharField[str, str] = models.CharField(max_length=64)
    columns: models.TextField[str, str] = models.TextField()
    lines: models.BigIntegerField[int, int] = models.BigIntegerField(default=1)
    objects: ClassVar[models.Manager[RecordedDistrict]] = models.Manager()

    class Meta:
        """Its name in the database."""

        db_table = "district"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state", "name", "year"], name="district_of_a_year"),
        ]


class EventRow(models.Model):
    """An event at its place in the chain of its district; the database refuses to change or remove it.

    ``corrects`` and ``body`` are canonical JSON. Times are the text that was hashed. ``line`` is the line of
    ``drill_log.csv``; 0 of events that are not shown there.
    """

    district: models.ForeignKey[RecordedDistrict, RecordedDistrict] = models.ForeignKey(
        RecordedDistrict, on_delete=models.PROTECT, db_index=False
    )
    number: models.BigIntegerField[int, int] = models.BigIntegerField()
    event_id: models.CharField[str, str] = models.CharField(max_length=36)
    kind: models.CharField[str, str] = models.CharField(max_length=32)
    drill_id: models.TextField[str, str] = models.TextField()
    campus_id: models.TextField[str, str] = models.TextField()
    corrects: models.TextField[str, str] = models.TextField()
    body: models.TextField[str, str] = models.TextField()
    by_user: models.TextField[str, str] = models.TextField()
    by_name: models.TextField[str, str] = models.TextField()
    role: models.TextField[str, str] = models.TextField()
    said_at: models.TextField[str, str] = models.TextField()
    recorded_at: models.TextField[str, str] = models.TextField()
    source: models.TextField[str, str] = models.TextField()
    previous: models.CharField[str, str] = models.CharField(max_length=64)
    hash: models.CharField[str, str] = models.CharField(max_length=64)
    line: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)
    objects: ClassVar[models.Manager[EventRow]] = models.Manager()

    class Meta:
        """Its name in the database, and what is unique."""

        db_table = "event"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district", "number"], name="one_event_a_number"),
            models.UniqueConstraint(fields=["district", "event_id"], name="one_event_an_id"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["district", "campus_id", "number"], name="events_of_a_campus"),
            models.Index(fields=["district", "drill_id"], name="events_of_a_drill"),
        ]


class FleetRow(models.Model):
    """The latest result of one district of a fleet, for one kind of work.

    ``result`` is JSON (``fleet/result.py``). Rows are replaced: a result can be made again from the same files.
    """

    fleet: models.TextField[str, str] = models.TextField()
    work: models.CharField[str, str] = models.CharField(max_length=32)
    folder: models.TextField[str, str] = models.TextField()
    key: models.CharField[str, str] = models.CharField(max_length=64)
    result: models.TextField[str, str] = models.TextField()
    tries: models.IntegerField[int, int] = models.IntegerField()
    is_parked: models.BooleanField[bool, bool] = models.BooleanField()
    processor_seconds: models.FloatField[float, float] = models.FloatField()
    objects: ClassVar[models.Manager[FleetRow]] = models.Manager()

    class Meta:
        """Its name in the database, and what is unique."""

        db_table = "fleet_result"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fleet", "work", "folder"], name="one_result_a_district"),
        ]

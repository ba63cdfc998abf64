"""A copy of the database while others write.

On its own because only the command for it needs it.
"""

from __future__ import annotations

from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.store.database import database_errors, open_database
from drillplanner.store.place import RecordsPlace


def back_up(place: RecordsPlace, target: Path) -> None:
    """Write a copy of a SQLite database: everything that was recorded before, whole, in one file.

    Raises InputError: records are on a server, ``target`` exists, or it cannot be written.
    """
    if place.address:
        message = "records on a server are backed up by the server"
        hint = "Use pg_dump, or 'drillplanner records export --format zip'."
        raise InputError(Problem(place.shown, None, message, maybe=hint))
    if target.exists():
        raise InputError(
            Problem(str(target), None, "this file exists, and is not overwritten", allowed="a new name")
        )
    alias = open_database(place)
    from django.db import connections

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with database_errors(place), connections[alias].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

"""A copy of the records while others may write.

On its own because nothing else of the room copies the database itself.
"""

from __future__ import annotations

from pathlib import Path

from drillplanner.files.errors import InputError
from drillplanner.store.place import place_of
from drillplanner.workflow.kept_records.checks import district_of_folder, no_records
from drillplanner.workflow.kept_records.kept_log import opened


def back_up_records(folder: Path, to: Path | None = None) -> Path:
    """Write a copy of the database with everything that was recorded before, and return it.

    Raises InputError: there are no records, they are on a server, or the file exists or cannot be written.
    """
    place = place_of(folder)
    with opened(folder, place, district_of_folder(folder)) as store:
        from drillplanner.store.backup import back_up

        if store is None or (head := store.head()).number == 0:
            raise InputError(no_records())
        target = to or folder / "records" / f"backup-{head.number}-{head.hash[:8]}.sqlite"
        # A file of this name is the copy of the same records, made when nothing was recorded since.
        if to is not None or not target.exists():
            back_up(place, target)
    return target

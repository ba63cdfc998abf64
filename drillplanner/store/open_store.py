"""The store of a workspace: its database, and the district in it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from drillplanner.files.errors import InputError, Problem
from drillplanner.store.database import database_errors, open_database
from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from drillplanner.store.record_store import FIRST_HASH, RecordStore

if TYPE_CHECKING:
    from drillplanner.store.models import RecordedDistrict


def open_store(place: RecordsPlace, district: DistrictOfRecords, known_id: str = "") -> RecordStore | None:
    """Open the records of a district; None if the database has none of it.

    A file holds one district, whatever it is called now. ``known_id`` is the id that the workspace remembers: the
    records of a district that was renamed are found by it.

    Raises InputError: the database cannot be opened, does not know the id, or is a file of another district.
    """
    alias = open_database(place)
    from drillplanner.store.models import RecordedDistrict

    with database_errors(place):
        rows = RecordedDistrict.objects.using(alias)
        if not place.address:
            found = rows.first()
            if found is not None and _is_another(found, district, known_id):
                message = "these are the records of another district than those that this workspace was kept with"
                shown = f"{found.name}, {found.state}, {found.year}"
                hint = "Put this workspace's own file back, from a backup if need be."
                raise InputError(Problem(place.shown, None, message, shown, district.name, maybe=hint))
        elif known_id:
            found = rows.filter(district_id=known_id).first()
            if found is None:
                message = "this database does not have the records that this workspace was kept with"
                hint = "Is DRILLPLANNER_RECORDS the address of the right database?"
                raise InputError(Problem(place.shown, None, message, known_id, maybe=hint))
        else:
            found = rows.filter(name=district.name, state=district.state, year=district.year).first()
    return None if found is None else RecordStore(place, alias, found.district_id)


def _is_another(found: RecordedDistrict, district: DistrictOfRecords, known_id: str) -> bool:
    """Check whether records have neither the id that the workspace remembers nor its name."""
    is_known = known_id in {"", found.district_id}
    return not is_known and (found.name, found.state) != (district.name, district.state)


def new_store(place: RecordsPlace, district: DistrictOfRecords, columns: Sequence[str]) -> RecordStore:
    """Begin the records of a district, or return those that another process has just begun.

    Raises InputError: the database cannot be written.
    """
    alias = open_database(place)
    from drillplanner.store.models import RecordedDistrict

    with database_errors(place):
        row, _ = RecordedDistrict.objects.using(alias).get_or_create(
            name=district.name,
            state=district.state,
            year=district.year,
            defaults={
                "district_id": str(uuid.uuid4()),
                "head_hash": FIRST_HASH,
                "columns": json.dumps(list(columns)),
            },
        )
        return RecordStore(place, alias, row.district_id)

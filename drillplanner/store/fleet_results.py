"""The results of a whole state: the latest of each district, replaced when its work is done again.

On its own because nothing of a single district needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from drillplanner.store.database import close_database, database_errors, open_database
from drillplanner.store.place import RecordsPlace, place_of


@dataclass(frozen=True)
class StoredResult:
    """A row: the district by the name of its folder, the key of its work, and the result as JSON."""

    work: str
    folder: str
    key: str
    result: str
    tries: int
    is_parked: bool
    processor_seconds: float


#: A state's results are read some at a time: each may hold hundreds of counts.
_ROWS_AT_ONCE = 100
_COLUMNS = tuple(column.name for column in fields(StoredResult))


@dataclass(frozen=True)
class FleetResults:
    """The results of one fleet in an open database, ``alias``; ``fleet`` is its name there."""

    place: RecordsPlace
    alias: str
    fleet: str

    def each_of(self, work: str) -> Iterator[StoredResult]:
        """Yield the results of one kind of work, by folder. Raises InputError: they cannot be read."""
        from drillplanner.store.models import FleetRow

        with database_errors(self.place):
            rows = FleetRow.objects.using(self.alias).filter(fleet=self.fleet, work=work).order_by("folder")
            for row in rows.values_list(*_COLUMNS).iterator(_ROWS_AT_ONCE):
                yield StoredResult(*row)

    def put(self, result: StoredResult) -> None:
        """Store a result in place of the earlier one of this district. Raises InputError: it cannot be written."""
        from django.db import transaction

        from drillplanner.store.models import FleetRow

        values = asdict(result)
        at = {"fleet": self.fleet, "work": values.pop("work"), "folder": values.pop("folder")}
        with database_errors(self.place), transaction.atomic(using=self.alias):
            FleetRow.objects.using(self.alias).update_or_create(**at, defaults=values)


@contextmanager
def fleet_results(folder: Path, of_list: str = "") -> Iterator[FleetResults]:
    """Open the results of a fleet for the block: in its folder, or on the server of ``DRILLPLANNER_RECORDS``.

    ``of_list`` is the name of the list in the folder if the fleet is one of a list: each list has results of its
    own. A server keeps those of many folders apart by their paths.

    Raises InputError: the database cannot be opened.
    """
    place = place_of(folder)
    fleet = f"{folder.resolve().as_posix()}\n{of_list}" if place.address else of_list
    try:
        yield FleetResults(place, open_database(place), fleet)
    finally:
        close_database(place)

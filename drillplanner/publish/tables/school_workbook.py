"""The output ``school-workbook``: a workbook with a sheet for each school.

On its own because each output on the command line is a module of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.tables.output import FOLDER
from drillplanner.publish.tables.workbook import workbook_bytes
from drillplanner.publish.tables.year_sheets import school_sheets, workbook_head


@dataclass(frozen=True)
class SchoolWorkbookOutput:
    """The year as a workbook with a sheet for each school; written on request."""

    name: str = "school-workbook"
    describe: str = "a workbook with a sheet for each school: its drills and tasks by day"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``tables/drills-<year>-by-school.xlsx``. Raises InputError if it cannot be written."""
        path = folder / FOLDER / f"drills-{request.plan.year}-by-school.xlsx"
        write_bytes(path, workbook_bytes(workbook_head(request), school_sheets(request)))
        yield path


OUTPUT = SchoolWorkbookOutput()

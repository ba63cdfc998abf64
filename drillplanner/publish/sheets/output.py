"""The output ``sheets``: command chart (ICS 207), role list (ICS 203), and page of each drill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.publish.core.drill_order import by_scenario
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob, drill_file_name
from drillplanner.publish.core.typst.printing import write_pdfs
from drillplanner.publish.sheets.content import sheet_content

FOLDER = "sheets"


def sheet_jobs(request: PublishRequest) -> Iterator[PdfJob]:
    """Return a job for the PDF of each drill, its path relative to the output folder.

    Raises InputError, before the first job: a scenario names an unknown position.
    """
    require_known_positions(request)
    return _jobs(request)


def _jobs(request: PublishRequest) -> Iterator[PdfJob]:
    for drill in by_scenario(request.plan.drills):
        chart = request.charts.chart(drill.drill_id)
        path = Path(FOLDER) / drill.campus_id / drill_file_name(drill)
        yield PdfJob(sheet_content(request.details(drill), chart), path, request.imprint.timestamp)


@dataclass(frozen=True)
class SheetOutput:
    """One PDF for each drill: command chart, role list, and the drill page."""

    name: str = "sheets"
    describe: str = "one PDF a drill: command chart (ICS 207), role list (ICS 203), script and notes"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``sheets/<campus>/<date>-<drill>.pdf``; notes names the fonts cannot print. Raises InputError."""
        yield from write_pdfs(folder, sheet_jobs(request), "sheet", request.tell)


OUTPUT = SheetOutput()

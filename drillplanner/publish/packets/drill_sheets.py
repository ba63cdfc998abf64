"""The output ``sheets``: the papers of each drill as one short PDF, and the scripts of each campus once.

Printed in full, it has the command chart, the role list, and the page of each drill (``sheets/jobs.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.core.typst.printing import write_pdfs
from drillplanner.publish.forms.output import packet_jobs
from drillplanner.publish.packets.contents import campuses_of
from drillplanner.publish.packets.scripts import FILE_NAME, script_job
from drillplanner.publish.sheets.jobs import FOLDER, sheet_jobs


def drill_sheet_jobs(request: PublishRequest) -> Iterator[PdfJob]:
    """Return a job for the papers of each drill, then one for the scripts of each campus.

    Raises InputError, before the first job: a scenario names an unknown position.
    """
    if request.paper is PaperAmount.FULL:
        return sheet_jobs(request)
    require_known_positions(request)
    return _short_jobs(request)


def _short_jobs(request: PublishRequest) -> Iterator[PdfJob]:
    yield from packet_jobs(request, FOLDER, PaperAmount.TIERS)
    disclosures = FamilyDisclosures(request)
    for campus_id in campuses_of(request):
        drills = by_time(drill for drill in request.plan.drills if drill.campus_id == campus_id)
        details = tuple(map(request.details, drills))
        if any(one.scenario is not None for one in details):
            yield script_job(details, request.imprint, Path(FOLDER) / campus_id / FILE_NAME, disclosures)


@dataclass(frozen=True)
class SheetOutput:
    """One short PDF for each drill, as long as what it is asks for."""

    name: str = "sheets"
    describe: str = "one short PDF a drill: first page, record, and what its kind adds; scripts once a campus"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``sheets/<campus>/<date>-<drill>.pdf``; notes names the fonts cannot print. Raises InputError."""
        yield from write_pdfs(folder, drill_sheet_jobs(request), "sheet", request.tell)


OUTPUT = SheetOutput()

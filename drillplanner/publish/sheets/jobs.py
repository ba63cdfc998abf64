"""The sheets of each drill in full: command chart (ICS 207), role list (ICS 203), and drill page.

On its own because the short papers of a drill, which the same output prints by default, need the forms, and this
room may not import them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drillplanner.publish.core.drill_order import by_scenario
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob, drill_file_name
from drillplanner.publish.sheets.content import sheet_content

FOLDER = "sheets"


def sheet_jobs(request: PublishRequest) -> Iterator[PdfJob]:
    """Return a job for the PDF of each drill, its path relative to the output folder.

    Raises InputError, before the first job: a scenario names an unknown position.
    """
    require_known_positions(request)
    return _jobs(request)


def _jobs(request: PublishRequest) -> Iterator[PdfJob]:
    disclosures = FamilyDisclosures(request)
    for drill in by_scenario(request.plan.drills):
        chart = request.charts.chart(drill.drill_id)
        path = Path(FOLDER) / drill.campus_id / drill_file_name(drill)
        yield PdfJob(sheet_content(request.details(drill), chart, disclosures), path, request.imprint.timestamp)

"""The output ``forms``: one PDF for each drill with every form of its command post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.publish.core.drill_order import by_scenario
from drillplanner.publish.core.paper.tiers import PaperAmount, paper_tier
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.core.typst.printing import write_pdfs
from drillplanner.publish.forms.packet import FOLDER, form_packet


def packet_jobs(request: PublishRequest, folder: str, amount: PaperAmount) -> Iterator[PdfJob]:
    """Return a job for the packet of each drill, below ``folder``; drills of one scenario follow each other.

    ``amount`` is the forms of the drill's tier of paper, or every form of its structure.

    Raises InputError, before the first job: a scenario names an unknown position.
    """
    require_known_positions(request)
    return _jobs(request, folder, amount)


def _jobs(request: PublishRequest, folder: str, amount: PaperAmount) -> Iterator[PdfJob]:
    for drill in by_scenario(request.plan.drills):
        chart = request.charts.chart(drill.drill_id)
        yield form_packet(request.details(drill), chart, paper_tier(drill, amount), folder)


@dataclass(frozen=True)
class FormOutput:
    """Every form of each drill's command post, whatever paper is chosen: ``sheets`` has those of its tier."""

    name: str = "forms"
    describe: str = "one PDF a drill: every form of its command post (ICS 201 to 221), role cards, sign-in sheet"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``forms/<campus>/<date>-<drill>.pdf``; notes names the fonts cannot print. Raises InputError."""
        jobs = packet_jobs(request, FOLDER, PaperAmount.FULL)
        yield from write_pdfs(folder, jobs, "packet", request.tell)


OUTPUT = FormOutput()

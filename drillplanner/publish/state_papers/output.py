"""The output ``state-papers``: what the state asks of its schools about drills, filled in from the drill log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.files.read_result import listed
from drillplanner.model import DrillRecord
from drillplanner.publish.core import words
from drillplanner.publish.core.html.page import fill_template
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob, Template
from drillplanner.publish.core.typst.printing import write_pdfs
from drillplanner.publish.state_papers.content import paper_marks, paper_values
from drillplanner.publish.state_papers.paper import PaperRows, PaperShape, StatePaper, state_papers
from drillplanner.publish.state_papers.rows import as_planned
from drillplanner.publish.state_papers.upload_file import upload_file, upload_name

FOLDER = "state-papers"
TEMPLATE = Template("state_paper.typ", "state-paper")
PAGE = "state_paper.html.j2"


@dataclass(frozen=True)
class StatePapersOutput:
    """The papers of the district's state, and the log of the fire code; written on request."""

    name: str = "state-papers"
    describe: str = (
        "papers and files that the state asks of its schools about drills, filled in from the drill log"
    )
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``state-papers/<paper>/``: a file for each school, or one for the district.

        Tells which places of a file have nothing on record. Raises InputError if a file cannot be written.
        """
        papers = list(_papers_to_write(request))
        printed = [paper for paper in papers if paper.shape is not PaperShape.CSV]
        yield from write_pdfs(folder, _jobs(printed, request), "paper for the state", request.tell)
        for paper in papers:
            if paper.as_page:
                yield from _pages(paper, request, folder)
            if paper.shape is PaperShape.CSV:
                yield _upload(paper, request, folder)


def _papers_to_write(request: PublishRequest) -> Iterator[StatePaper]:
    """Yield the papers of the state; one that lists planned drills only if the plan still holds."""
    for paper in state_papers():
        if not paper.is_for(request.workspace.district.state):
            continue
        if paper.rows is PaperRows.PLANNED and not request.plan_holds:
            request.tell(
                f"{paper.kept.title}: not written, since it lists planned drills and the plan is out of date. "
                "See why: drillplanner audit. Then run plan, or replan if the year has started."
            )
            continue
        yield paper


def _jobs(papers: list[StatePaper], request: PublishRequest) -> Iterator[PdfJob]:
    for paper in papers:
        for campus in request.workspace.campuses:
            values = paper_values(paper, request, campus.campus_id, _drills_of(paper, request, campus.campus_id))
            content = json.dumps(values, ensure_ascii=False, sort_keys=True)
            path = Path(FOLDER) / paper.paper / f"{campus.campus_id}.pdf"
            yield PdfJob(content, path, request.imprint.timestamp, TEMPLATE)


def _drills_of(paper: StatePaper, request: PublishRequest, campus_id: str) -> list[DrillRecord]:
    """Return the drills of a school that belong on a paper: those that were held, or all that are planned."""
    if paper.rows is PaperRows.PLANNED:
        return [as_planned(drill) for drill in request.plan.drills if drill.campus_id == campus_id]
    return [record for record in request.records if record.held and record.campus_id == campus_id]


def _pages(paper: StatePaper, request: PublishRequest, folder: Path) -> Iterator[Path]:
    for campus in request.workspace.campuses:
        values = paper_values(paper, request, campus.campus_id, _drills_of(paper, request, campus.campus_id))
        path = folder / FOLDER / paper.paper / f"{campus.campus_id}.html"
        write_text(path, fill_template(PAGE, values))
        yield path


def _upload(paper: StatePaper, request: PublishRequest, folder: Path) -> Path:
    made = upload_file(paper, request)
    path = folder / FOLDER / paper.paper / upload_name(request)
    write_text(path, made.text)
    # A file of rows alone has no place for what a paper says of itself.
    request.tell(" ".join((f"{paper.kept.title}: {paper.standing.sentence}", *paper_marks(paper.kept, request))))
    if made.open_places:
        places = words.counted(len(made.open_places), "place has", "places have")
        request.tell(
            f"{paper.kept.title}: {places} no record and an empty indicator: {listed(made.open_places, 5)}. "
            "Record each drill, or why it was not held."
        )
    if not request.workspace.district.state_numbers.district:
        request.tell(f"{paper.kept.title}: add the state's numbers to district.yaml (state_numbers).")
    return path


OUTPUT = StatePapersOutput()

"""The output ``cards``: pocket cards, door cards, and wall chart of each school; training gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner.model import Drill
from drillplanner.publish.cards.card_page import CardPage, usual_stop_words
from drillplanner.publish.cards.door_cards import TEMPLATE as DOOR_CARDS
from drillplanner.publish.cards.door_cards import door_cards, door_cards_content
from drillplanner.publish.cards.pocket_cards import TEMPLATE as POCKET_CARDS
from drillplanner.publish.cards.pocket_cards import pocket_cards, pocket_cards_content
from drillplanner.publish.cards.training_gaps import TEMPLATE as TRAINING_GAPS
from drillplanner.publish.cards.training_gaps import CampusGaps, campus_gaps, training_gaps_content
from drillplanner.publish.cards.wall_chart import PAPERS, wall_chart_content, year_chart
from drillplanner.publish.cards.wall_chart import TEMPLATE as WALL_CHART
from drillplanner.publish.cards.year_roles import year_roles
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.core.typst.printing import write_pdfs

FOLDER = Path("cards")


def card_jobs(request: PublishRequest) -> Iterator[PdfJob]:
    """Return a job for each PDF, its path relative to the output folder.

    Raises InputError, before the first job: a scenario names an unknown position.
    """
    require_known_positions(request)
    return _jobs(request)


def _jobs(request: PublishRequest) -> Iterator[PdfJob]:
    gaps = []
    drills: dict[str, list[Drill]] = {}
    for drill in request.plan.drills:
        drills.setdefault(drill.campus_id, []).append(drill)
    with_staff = {person.campus_id for person in request.workspace.staff}
    for campus in request.workspace.campuses:
        if campus.campus_id in drills:
            yield from _campus_jobs(request, campus.campus_id, drills[campus.campus_id])
            charts = request.charts.campus(campus.campus_id)
            gaps.append(campus_gaps(charts, campus.name, campus.campus_id in with_staff))
    yield _gaps_job(request, gaps)


def _campus_jobs(request: PublishRequest, campus_id: str, drills: Sequence[Drill]) -> Iterator[PdfJob]:
    name, imprint = request.campus_name(campus_id), request.imprint
    site = request.workspace.site_of(campus_id)
    roles = year_roles(request.charts.charts(campus_id))
    scenarios = request.workspace.scenario_by_id
    stop = usual_stop_words(scenarios.get(drill.scenario_id or "") for drill in drills)
    folder = FOLDER / campus_id
    page = CardPage(f"Pocket cards – {name}", name, imprint)
    cards = pocket_cards(roles, site, stop)
    yield PdfJob(
        pocket_cards_content(cards, page, stop), folder / "pocket-cards.pdf", imprint.timestamp, POCKET_CARDS
    )
    page = CardPage(f"Door cards – {name}", name, imprint)
    doors = door_cards(site, imprint.vocabulary)
    yield PdfJob(door_cards_content(doors, page), folder / "door-cards.pdf", imprint.timestamp, DOOR_CARDS)
    page = CardPage(f"Wall chart – {name}", name, imprint)
    site_map = request.site_map(campus_id)
    chart = year_chart(roles, campus_id)
    picture = site_map.picture if site_map else ""
    for paper in PAPERS:
        content = wall_chart_content(chart, site, picture, page, stop, paper)
        yield PdfJob(content, folder / f"wall-chart-{paper.name}.pdf", imprint.timestamp, WALL_CHART)


def _gaps_job(request: PublishRequest, gaps: list[CampusGaps]) -> PdfJob:
    page = CardPage("Training gaps – for the coordinator alone", "", request.imprint)
    path = FOLDER / "coordinator-training-gaps.pdf"
    return PdfJob(training_gaps_content(gaps, page), path, request.imprint.timestamp, TRAINING_GAPS)


@dataclass(frozen=True)
class CardOutput:
    """The cards and charts that a school prints once a year."""

    name: str = "cards"
    describe: str = "cards and charts for the year: a pocket card a role, a door card a room or wing, a wall chart"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``cards/<campus>/*.pdf``, and training gaps for the coordinator. Raises InputError."""
        yield from write_pdfs(folder, card_jobs(request), "file of cards", request.tell)


OUTPUT = CardOutput()

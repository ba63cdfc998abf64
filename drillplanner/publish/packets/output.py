"""The output ``packets``: one PDF for each campus with all forms of its year."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from drillplanner.publish.core import words
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.core.typst.printing import make_pdfs, missing_letters_note
from drillplanner.publish.packets.assembly import assemble_file
from drillplanner.publish.packets.contents import (
    CAMPUS_FRONT,
    DRILL_PART,
    CampusPacketYear,
    campus_year,
    campuses_of,
    document_json,
    drill_values,
    year_values,
)
from drillplanner.publish.packets.pdf_joiner import PdfPart
from drillplanner.publish.packets.scripts import PART_NAME, script_job

FOLDER = "packets"
ABOUT = {
    PaperAmount.TIERS: (
        "All drills of the year, each with the papers that it needs: a first page for the person who runs it, a "
        "record to fill in and sign, and more for larger drills. Pages are numbered drill by drill. Scripts are "
        "the same in every drill of a kind: they are printed once, behind the last drill (pages S-1 and on).",
        "Print one drill's pages for its day. What the plan knows is filled in; lines are for the pen. The action "
        "plan of a functional or full-scale exercise is a file of its own (sheets/).",
    ),
    PaperAmount.FULL: (
        "All drills of the year with the forms of their command posts. Behind this table, each drill begins with "
        "a sheet of its own that lists its forms; pages are numbered drill by drill, and bookmarks lead to each "
        "form.",
        "Print one drill's pages for its day. What the plan knows is filled in; lines are for the pen.",
    ),
}


@dataclass(frozen=True)
class PacketOutput:
    """One packet for each campus: who commands each drill of the year, then the papers of each drill."""

    name: str = "packets"
    describe: str = "one PDF a campus: who commands each drill of the year, then the papers of each drill"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``packets/<campus>.pdf``; notes names that the fonts cannot print. Raises InputError."""
        require_known_positions(request)
        all_missing: set[str] = set()
        incomplete = 0
        with tempfile.TemporaryDirectory(prefix="drillplanner-") as temporary:
            parts_folder = Path(temporary)
            # Typst works a few parts ahead of the packet being assembled; each campus is dropped after its packet.
            ahead, current = tee(campus_year(campus_id, request) for campus_id in campuses_of(request))
            results = make_pdfs(job for campus in ahead for job in _jobs(campus, parts_folder))
            for campus in current:
                parts: list[PdfPart] = []
                missing: set[str] = set()
                for name in _part_names(campus):
                    result = next(results)
                    parts.append(PdfPart(name, result.path))
                    missing.update(result.missing_letters)
                target = folder / FOLDER / f"{campus.campus_id}.pdf"
                missing.update(_assemble_packet(campus, parts, target, parts_folder))
                for part in parts:
                    part.path.unlink()
                all_missing |= missing
                incomplete += bool(missing)
                yield target
        if not request.plan.drills:
            request.tell("No packet is written: the plan has no drill.")
        if incomplete:
            request.tell(
                missing_letters_note(words.counted(incomplete, "packet"), incomplete == 1, sorted(all_missing))
            )


def _jobs(campus: CampusPacketYear, parts_folder: Path) -> Iterator[PdfJob]:
    for number in range(1, len(campus.drills) + 1):
        values = drill_values(campus, number, tab=str(number))
        yield PdfJob(
            content=document_json(campus.imprint, values["heading"], {"drill": values}),
            path=parts_folder / f"{campus.campus_id}-{number}.pdf",
            timestamp=campus.imprint.timestamp,
            template=DRILL_PART,
        )
    if _has_scripts(campus):
        path = parts_folder / f"{campus.campus_id}-{PART_NAME}.pdf"
        yield script_job((details for details, _ in campus.drills), campus.imprint, path, tab=PART_NAME)


def _part_names(campus: CampusPacketYear) -> list[str]:
    """Return the names of the packet's parts: the numbers of its drills, then the scripts."""
    numbers = [str(number) for number in range(1, len(campus.drills) + 1)]
    return [*numbers, PART_NAME] if _has_scripts(campus) else numbers


def _has_scripts(campus: CampusPacketYear) -> bool:
    """Check whether scripts are a part of their own: by tiers, since in full each drill has its own."""
    has_scenario = any(details.scenario is not None for details, _ in campus.drills)
    return campus.paper is PaperAmount.TIERS and has_scenario


def _assemble_packet(
    campus: CampusPacketYear, parts: Sequence[PdfPart], target: Path, parts_folder: Path
) -> tuple[str, ...]:
    title = f"{campus.name} – drills {campus.imprint.year}"

    def front(first_pages: Sequence[int], part_pages: Sequence[int], front_pages: Sequence[int]) -> Iterator[str]:
        year = year_values(campus, ABOUT[campus.paper], first_pages=first_pages[: len(campus.drills)])
        yield document_json(campus.imprint, title, {"campus": year})

    return assemble_file(target, parts, front, 1, CAMPUS_FRONT, campus.imprint.timestamp, parts_folder)


OUTPUT = PacketOutput()

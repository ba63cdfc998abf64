"""The packet of each campus: its whole year of forms in one PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from drillplanner.publish.core import words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import SheetJob
from drillplanner.publish.packets.assembly import assemble
from drillplanner.publish.packets.contents import (
    CAMPUS_FRONT,
    DRILL_PART,
    CampusYear,
    campus_year,
    campuses_of,
    document,
    drill_values,
    timestamp_of,
    year_values,
)
from drillplanner.publish.packets.pdf_joiner import PdfPart
from drillplanner.publish.sheets.output import lacking_note, make_sheets, refuse_unknown_positions

FOLDER = "packets"
ABOUT = (
    "All drills of the year with the forms of their command posts. Behind this table, each drill begins with a "
    "sheet of its own that lists its forms; pages are numbered drill by drill, and bookmarks lead to each form.",
    "Print one drill's pages for its day. What the plan knows is filled in; lines are for the pen.",
)


@dataclass(frozen=True)
class PacketOutput:
    """The paper of a campus's year."""

    name: str = "packets"
    describe: str = "one PDF a campus: who commands each drill of the year, then the forms of each drill"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``packets/<campus>.pdf``; says where a name could not be set. Raises InputError."""
        refuse_unknown_positions(request)
        lacking: set[str] = set()
        incomplete = 0
        with tempfile.TemporaryDirectory(prefix="drillplanner-") as place:
            aside = Path(place)
            # Parts are set a few ahead of the packet that is put together, and no campus is kept for longer.
            ahead, planned = tee(campus_year(campus_id, request) for campus_id in campuses_of(request))
            made = make_sheets(job for campus in ahead for job in _jobs(campus, aside))
            for campus in planned:
                parts: list[PdfPart] = []
                missing: set[str] = set()
                for number in range(1, len(campus.drills) + 1):
                    done = next(made)
                    parts.append(PdfPart(str(number), done.path))
                    missing.update(done.lacking)
                target = folder / FOLDER / f"{campus.campus_id}.pdf"
                missing.update(_assembled(campus, parts, target, aside))
                for part in parts:
                    part.path.unlink()
                lacking |= missing
                incomplete += bool(missing)
                yield target
        if not request.plan.drills:
            request.tell("No packet is written: the plan has no drill.")
        if incomplete:
            request.tell(lacking_note(words.counted(incomplete, "packet"), incomplete == 1, sorted(lacking)))


def _jobs(campus: CampusYear, aside: Path) -> Iterator[SheetJob]:
    for number in range(1, len(campus.drills) + 1):
        values = drill_values(campus, number, tab=str(number))
        yield SheetJob(
            content=document(campus.request, values["heading"], {"drill": values}),
            path=aside / f"{campus.campus_id}-{number}.pdf",
            timestamp=timestamp_of(campus.request),
            template=DRILL_PART,
        )


def _assembled(campus: CampusYear, parts: Sequence[PdfPart], target: Path, aside: Path) -> tuple[str, ...]:
    title = f"{campus.name} – drills {campus.request.plan.year}"

    def front(firsts: Sequence[int], pages: Sequence[int], of_front: Sequence[int]) -> Iterator[str]:
        yield document(campus.request, title, {"campus": year_values(campus, ABOUT, pages=firsts)})

    return assemble(target, parts, front, 1, CAMPUS_FRONT, timestamp_of(campus.request), aside)


OUTPUT = PacketOutput()

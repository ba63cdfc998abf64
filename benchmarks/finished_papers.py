"""The papers of a published workspace as text, whatever version of the program printed them.

Only what a reader has is read: the pages of PDFs, the tables, and ``staff.csv``. The papers of a school can be
kept as one JSON file, so that a check can be tried on papers of a version that is gone.
"""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pydantic import TypeAdapter

Row = dict[str, str]
Pages = tuple[str, ...]


@dataclass(frozen=True)
class DrillPapers:
    """A drill's row of ``schedule.csv`` and its pages: its own papers, all its forms, its exercise papers."""

    row: Row
    printed: Pages
    forms: Pages
    exercise: Pages

    @property
    def paper(self) -> Pages:
        """The pages that run the drill: its papers, or its forms where these were the packet."""
        has_first_page = any("Command Post Sheet" in page for page in self.printed)
        return self.printed if has_first_page else self.forms or self.printed

    @property
    def with_students(self) -> bool:
        """Whether students take part."""
        return self.row["audience"] != "staff"


@dataclass(frozen=True)
class SchoolPapers:
    """What was published for one school."""

    campus_id: str
    drills: tuple[DrillPapers, ...]
    letters: Pages
    packet_pages: int
    meetings: tuple[Row, ...]
    staff: tuple[Row, ...]


def pages_of_file(path: Path) -> Pages:
    """Return the text of each page of a PDF, with single spaces between words; nothing if there is no file."""
    if not path.is_file():
        return ()
    document = pypdfium2.PdfDocument(path)
    try:
        texts = (page.get_textpage().get_text_bounded() for page in document)
        return tuple(" ".join(text.split()) for text in texts)
    finally:
        document.close()


def school_papers(workspace: Path, campus_id: str, out: Path | None = None) -> SchoolPapers:
    """Return the papers of one school of a planned workspace, published into ``out/`` or another folder.

    Before papers had tiers, a school's packet was all forms of its drills: without a packet these are counted.
    """
    out = out or workspace / "out"
    all_drills = (_drill(out, row) for row in _rows(workspace / "plan" / "schedule.csv", campus_id))
    drills = tuple(drill for drill in all_drills if drill.paper)
    return SchoolPapers(
        campus_id,
        drills,
        pages_of_file(out / "notices" / campus_id / "families-en.pdf"),
        _number_of_pages(out / "packets" / f"{campus_id}.pdf") or sum(len(drill.paper) for drill in drills),
        _rows(out / "exercises" / "meetings.csv", campus_id),
        _rows(workspace / "staff.csv", campus_id),
    )


def campus_ids(workspace: Path) -> tuple[str, ...]:
    """Return the ids of the schools that have a drill in the plan."""
    return tuple(dict.fromkeys(row["campus_id"] for row in _rows(workspace / "plan" / "schedule.csv")))


def keep(school: SchoolPapers, path: Path) -> None:
    """Write a school's papers into a compressed JSON file, the same bytes for the same papers."""
    path.write_bytes(lzma.compress(TypeAdapter(SchoolPapers).dump_json(school)))


def kept(path: Path) -> SchoolPapers:
    """Return the papers that ``keep`` wrote."""
    return TypeAdapter(SchoolPapers).validate_json(lzma.decompress(path.read_bytes()))


def _drill(out: Path, row: Row) -> DrillPapers:
    name = f"{row['date']}-{row['drill_id']}"
    folder = out / "exercises" / row["campus_id"]
    return DrillPapers(
        row,
        pages_of_file(out / "sheets" / row["campus_id"] / f"{name}.pdf"),
        pages_of_file(out / "forms" / row["campus_id"] / f"{name}.pdf"),
        tuple(page for path in sorted(folder.glob(f"{name}-*.pdf")) for page in pages_of_file(path)),
    )


def _rows(table: Path, campus_id: str | None = None) -> tuple[Row, ...]:
    return tuple(row for row in _read(table) if campus_id is None or row["campus_id"] == campus_id)


def _read(table: Path) -> Iterator[Row]:
    if table.is_file():
        with table.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)


def _number_of_pages(path: Path) -> int:
    if not path.is_file():
        return 0
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def leaders(page: str, titles: Mapping[str, str]) -> dict[str, str]:
    """Return who leads each of these posts, given by its title, on a command post sheet."""
    table = page.partition("Post Name Radio")[2].partition("On call, not opened")[0]
    found = {}
    for post, title in titles.items():
        before, _, after = table.partition(title)
        words = after.split()
        if before is not table and words[:1] == ["Sample"]:
            found[post] = " ".join(words[:2])
    return found

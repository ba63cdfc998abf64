"""The report of ``fleet init``: each district with what became of it, and three tables for the whole state.

``districts.csv`` has a row for each district, ``not-taken.csv`` one for each row or file that is not used, with
the reason, and ``init-report.csv`` everything that ``init`` would say of each district.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path

from pydantic import Field

from drillplanner.files.atomic_write import write_pieces
from drillplanner.files.tables.csv_text import row_text
from drillplanner.intake.whole_state.directory import NotTaken
from drillplanner.intake.whole_state.made_workspace import read_record
from drillplanner.model import Frozen

DISTRICTS_TABLE, NOT_TAKEN_TABLE, SENTENCES_TABLE = "districts.csv", "not-taken.csv", "init-report.csv"


class MadeHow(StrEnum):
    """What became of a district's workspace in one run."""

    MADE = "made"
    MADE_AGAIN = "made again"
    UNCHANGED = "unchanged"
    KEPT = "kept as it is"
    NOT_MADE = "not made"


class DistrictReport(Frozen):
    """A district with its workspace; ``reason`` says why it is kept, or not made.

    ``schools`` are planned, ``left_out`` are not. ``calendar`` is the file it was made from; empty: it is assumed.
    ``guesses`` are those that ``fleet init`` wrote into ``district.yaml``, by name.
    """

    leaid: str
    name: str
    folder: str
    how: MadeHow
    reason: str = ""
    schools: int = 0
    left_out: int = 0
    calendar: str = ""
    guesses: dict[str, str] = Field(default_factory=dict)


class StateReport(Frozen):
    """The outcome of ``fleet init`` for a state, and sentences on how its directory was read."""

    folder: Path
    districts: tuple[DistrictReport, ...]
    not_taken: tuple[NotTaken, ...]
    understood: tuple[str, ...]
    assumed: tuple[str, ...]

    def those(self, *how: MadeHow) -> tuple[DistrictReport, ...]:
        """Return the districts whose workspaces were made, kept, or not made in one of these ways."""
        return tuple(district for district in self.districts if district.how in how)

    @property
    def with_workspace(self) -> tuple[DistrictReport, ...]:
        """The districts that have a workspace now."""
        return tuple(district for district in self.districts if (self.folder / district.folder).is_dir())


def district_report(leaid: str, name: str, target: Path, how: MadeHow, reason: str) -> DistrictReport:
    """Return the report of a district with what the record of its workspace says, if there is one."""
    record = read_record(target)
    if record is None:
        return DistrictReport(leaid=leaid, name=name, folder=target.name, how=how, reason=reason)
    return DistrictReport(
        leaid=leaid,
        name=name,
        folder=target.name,
        how=how,
        reason=reason,
        schools=record.schools,
        left_out=len(record.left_out),
        calendar=record.calendar,
        guesses=record.guesses,
    )


def write_tables(report: StateReport) -> None:
    """Write the three tables. Raises InputError: one cannot be written."""
    folder = report.folder
    header = ("leaid", "district", "folder", "workspace", "schools", "left_out", "calendar", "reason")
    rows = (
        (
            district.leaid,
            district.name,
            district.folder,
            district.how.value,
            str(district.schools),
            str(district.left_out),
            district.calendar,
            district.reason,
        )
        for district in report.districts
    )
    _write(folder / DISTRICTS_TABLE, header, rows)
    _write(folder / NOT_TAKEN_TABLE, ("what", "leaid", "name", "reason", "file", "line"), _not_taken_rows(report))
    _write(folder / SENTENCES_TABLE, ("leaid", "district", "folder", "kind", "sentence"), _sentences(report))


def _not_taken_rows(report: StateReport) -> Iterator[tuple[str, ...]]:
    for entry in report.not_taken:
        line = "" if entry.line is None else str(entry.line)
        yield (entry.what, entry.leaid, entry.name, entry.reason, entry.file, line)
    for district in report.districts:
        record = read_record(report.folder / district.folder)
        for school in () if record is None else record.left_out:
            line = "" if school.row is None else str(school.row)
            yield ("school", district.leaid, school.name, school.reason, "", line)


def _sentences(report: StateReport) -> Iterator[tuple[str, ...]]:
    for district in report.districts:
        record = read_record(report.folder / district.folder)
        if record is None:
            continue
        by_kind = {
            "guessed": record.guesses.values(),
            "in doubt": record.not_placed,
            "assumed": record.assumed,
            "understood": record.understood,
        }
        for kind, sentences in by_kind.items():
            for sentence in sentences:
                yield (district.leaid, district.name, district.folder, kind, sentence)


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a table row by row, so that the sentences of a whole state are never held at once."""

    write_pieces(path, (row_text(row).encode() for row in chain((header,), rows)))

"""Entries of the drill log and of ``improvement.yaml`` for campuses that the district does not list.

When a school closes during the year, it is removed from ``campuses.csv``, but its records must stay. So such an
entry is no error: it counts for no campus, and a sentence reports it, because the id may be a typing mistake. Both
records use this module, and neither imports the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from drillplanner.files.read_result import maybe_meant


@dataclass(frozen=True)
class UnlistedEntry:
    """An entry of a record (its file and line) and the campus that it names."""

    file: str
    line: int | None
    campus_id: str


def unlisted_campus_sentences(entries: Iterable[UnlistedEntry], campus_ids: Collection[str]) -> tuple[str, ...]:
    """Return a sentence for each file and each campus in it that is not in ``campus_ids``."""
    lines: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        lines.setdefault((entry.file, entry.campus_id), []).append(entry.line or 0)
    return tuple(
        _sentence(file, campus_id, sorted(entry_lines), campus_ids)
        for (file, campus_id), entry_lines in lines.items()
    )


def _sentence(file: str, campus_id: str, lines: list[int], campus_ids: Collection[str]) -> str:
    is_single = len(lines) == 1
    place = f"{file}:{lines[0]}" if lines[0] else file
    to_line = f", to line {lines[-1]}" if lines[-1] else ""
    more = "" if is_single else f" (and {len(lines) - 1} more{to_line})"
    meant = maybe_meant(campus_id, campus_ids)
    return (
        f"{place}{more}: campuses.csv has no campus '{campus_id}'. "
        f"{'The entry stays' if is_single else f'The {len(lines)} entries stay'} on record and "
        f"{'counts' if is_single else 'count'} for no campus, as is right for a school that was closed."
        + (f" {meant}" if meant else "")
    )

"""Entries of the drill log and of ``improvement.yaml`` whose campus the district does not list.

A school that is closed in the year is taken out of ``campuses.csv``; what it did must stay on record. So such an
entry stops nothing: it counts for no campus, and it is said where it stands, since it may be a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from drillplanner.files.read_result import maybe_meant


@dataclass(frozen=True)
class Entry:
    """Where an entry stands, and the campus that it names."""

    file: str
    line: int | None
    campus_id: str


def told(entries: Iterable[Entry], campus_ids: Collection[str]) -> tuple[str, ...]:
    """A sentence for each file and each campus in it that is not one of ``campus_ids``."""
    lines: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        lines.setdefault((entry.file, entry.campus_id), []).append(entry.line or 0)
    return tuple(
        _sentence(file, campus_id, sorted(found), campus_ids) for (file, campus_id), found in lines.items()
    )


def _sentence(file: str, campus_id: str, lines: list[int], campus_ids: Collection[str]) -> str:
    one = len(lines) == 1
    more = "" if one else f" (and {len(lines) - 1} more, to line {lines[-1]})"
    meant = maybe_meant(campus_id, campus_ids)
    return (
        f"{file}:{lines[0]}{more}: campuses.csv has no campus '{campus_id}'. "
        f"{'The entry stays' if one else f'The {len(lines)} entries stay'} on record and "
        f"{'counts' if one else 'count'} for no campus, as is right for a school that was closed."
        + (f" {meant}" if meant else "")
    )

"""How far a schedule keeps good practice, in words: apart from the law, and said so each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drillplanner.files.counting import counted
from drillplanner.model import Campus, PracticeOutcome

#: Schools that a line names before it counts the others.
_NAMED = 4


def practice_sentence(outcome: PracticeOutcome) -> str:
    """Return how much is kept, in one sentence; empty if nothing was asked."""
    if not outcome.of:
        return ""
    return f"Good practice, which is not law: {outcome.kept} of {outcome.of} kept."


def broken_practice_lines(outcome: PracticeOutcome, campuses: Mapping[str, Campus]) -> Iterator[str]:
    """Yield a line for each practice that is not kept, with the schools; equal ones of several schools are one."""
    schools: dict[tuple[str, str], list[str]] = {}
    for broken in outcome.broken:
        name = campuses[broken.campus_id].name if broken.campus_id in campuses else broken.campus_id
        schools.setdefault((broken.practice, broken.text), []).append(name)
    for (practice, text), names in schools.items():
        more = len(names) - _NAMED
        where = ", ".join(names[:_NAMED]) + (f", and {counted(more, 'more school')}" if more > 0 else "")
        yield f"{practice}: {text}. Not kept at {where}."

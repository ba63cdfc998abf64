"""The number of drills of a school in one line, by who asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drillplanner.files.counting import counted
from drillplanner.files.read_result import names_of
from drillplanner.model import Campus, DrillNumbers, DrillSource


def drill_numbers_sentence(numbers: DrillNumbers, where: str = "") -> str:
    """Return '22 drills: 12 by statute, 3 on the bus, 4 by the fire code, 3 by good practice'.

    ``where`` follows the number of drills: ' at Oak Elementary School'.
    """
    drills = counted(numbers.drills, "drill") + where
    if len(numbers.by_source) == 1:
        (source,) = numbers.by_source
        return f"{drills}, {'all ' if numbers.drills > 1 else ''}{source.phrase}"
    parts = [
        f"{numbers.by_source[source]} {source.phrase}" for source in DrillSource if source in numbers.by_source
    ]
    return f"{drills}: {', '.join(parts)}" if parts else drills


def drill_numbers_lines(numbers: Iterable[DrillNumbers], campuses: Mapping[str, Campus]) -> Iterator[str]:
    """Yield a line for each school; schools with the same numbers share one."""
    alike: dict[str, list[DrillNumbers]] = {}
    for of_campus in numbers:
        alike.setdefault(drill_numbers_sentence(of_campus), []).append(of_campus)
    for group in alike.values():
        ids = [of_campus.campus_id for of_campus in group]
        names = [campuses[name].name if name in campuses else name for name in ids]
        yield drill_numbers_sentence(group[0], f" at {names_of(names, len(campuses))}")

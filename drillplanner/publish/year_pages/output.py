"""The output ``year``: one page for the wall of each school's office, and one of the district.

Visitors and families read what hangs on a wall, so these pages hold what families may know of each drill
(:mod:`drillplanner.publish.core.families.disclosure`), under the name by which letters call it, and no hour
unless families need it. A drill that families may not know of, or not yet, is not on the page; the page says how
many those are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from drillplanner.model import ENGLISH, Drill, DrillFormat, DrillType
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob, Template
from drillplanner.publish.core.typst.printing import write_pdfs

FOLDER = Path("year")
MAY_HANG = "This page may hang where visitors read it: it has only what families may know."
DISTRICT_FILE = "all-schools.pdf"
CAMPUS_TEMPLATE = Template("year_pages.typ", "campus-year")
DISTRICT_TEMPLATE = Template("year_pages.typ", "district-year")


def year_jobs(request: PublishRequest) -> Iterator[PdfJob]:
    """Return a job for each school's page, then that of the district; paths are relative to the output folder."""
    wall = _Wall(request)
    for campus in request.workspace.campuses:
        content = json.dumps(wall.campus_values(campus.campus_id), ensure_ascii=False)
        yield PdfJob(content, FOLDER / f"{campus.campus_id}.pdf", request.imprint.timestamp, CAMPUS_TEMPLATE)
    content = json.dumps(wall.district_values(), ensure_ascii=False)
    yield PdfJob(content, FOLDER / DISTRICT_FILE, request.imprint.timestamp, DISTRICT_TEMPLATE)


class _Wall:
    """What may hang on a wall of each drill of a plan, on the day of the publication."""

    def __init__(self, request: PublishRequest) -> None:
        self._request = request
        self._words = family_words(ENGLISH)
        disclosures = FamilyDisclosures(request)
        day = request.day_of_change
        self._shown: dict[str, list[tuple[Drill, DisclosureLevel]]] = {}
        self._hidden: Counter[str] = Counter()
        for drill in by_time(request.plan.drills):
            level = disclosures.of(drill).level_on(day)
            if level is DisclosureLevel.NOTHING:
                self._hidden[drill.campus_id] += 1
            else:
                self._shown.setdefault(drill.campus_id, []).append((drill, level))
        calendar = request.workspace.calendar
        days = [calendar.first_day, calendar.last_day, *(drill.date for drill in request.plan.drills)]
        self._months = _months(min(days), max(days))

    def campus_values(self, campus_id: str) -> dict[str, Any]:
        """Return the values of a school's page."""
        shown = self._shown.get(campus_id, [])
        months = [
            {
                "title": dates.month_and_year(month),
                "drills": [
                    {
                        "day": f"{dates.weekday(drill.date)[:3]} {drill.date.day}",
                        "what": self._title(drill),
                        "at": dates.clock(drill.start) if level is DisclosureLevel.HOURS and drill.start else "",
                    }
                    for drill, level in shown
                    if drill.date.replace(day=1) == month
                ],
            }
            for month in self._months
        ]
        return self._head(self._request.campus_name(campus_id), self._hidden[campus_id]) | {"months": months}

    def district_values(self) -> dict[str, Any]:
        """Return the values of the district's page: a row for each school, a column for each month."""
        rows = [
            {
                "name": campus.name,
                "months": [
                    [
                        f"{words.DRILL_TYPES[_told_type(drill)].code} {drill.date.day}"
                        for drill, _ in self._shown.get(campus.campus_id, [])
                        if drill.date.replace(day=1) == month
                    ]
                    for month in self._months
                ],
            }
            for campus in self._request.workspace.campuses
        ]
        used = {_told_type(drill) for drills in self._shown.values() for drill, _ in drills}
        legend = [
            [named.code, self._request.imprint.vocabulary.fill(self._words.drills[drill_type])]
            for drill_type, named in words.DRILL_TYPES.items()
            if drill_type in used
        ]
        return self._head(self._request.imprint.district, sum(self._hidden.values())) | {
            "months": [dates.month_and_year(month)[:3] for month in self._months],
            "rows": rows,
            "legend": legend,
        }

    def _title(self, drill: Drill) -> str:
        return self._words.title_for(self._request.details(drill))

    def _head(self, name: str, hidden: int) -> dict[str, Any]:
        imprint = self._request.imprint
        remarks = ["Days may change. Weather and real emergencies come first."]
        if hidden:
            is_one = hidden == 1
            remarks.append(
                f"{words.counted(hidden, 'more activity', 'more activities')} {'is' if is_one else 'are'} not on "
                "this page: staff practice, and drills that are announced later or not at all."
            )
        return {
            "name": name,
            "district": imprint.district,
            "title": f"Emergency drills {imprint.year} – {name}",
            "year": imprint.year,
            "remarks": remarks,
            "foot": imprint.short_foot,
            "small_print": " ".join(filter(None, (MAY_HANG, imprint.note))),
        }


def _told_type(drill: Drill) -> DrillType:
    """Return the type that families read: a lesson is a lesson, whatever it is about."""
    return DrillType.INSTRUCTION if drill.format is DrillFormat.LESSON else drill.drill_type


def _months(first: date, last: date) -> list[date]:
    """Return the first day of each month from one day to another."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


@dataclass(frozen=True)
class YearPagesOutput:
    """The year on one page, for the wall."""

    name: str = "year"
    describe: str = "the year on one page for the wall: one for each school, one for the district"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``year/<campus>.pdf`` and ``year/all-schools.pdf``. Raises InputError."""
        yield from write_pdfs(folder, year_jobs(request), "page of the year", request.tell)


OUTPUT = YearPagesOutput()

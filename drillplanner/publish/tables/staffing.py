"""What command charts lack, as tables: courses to take, people to ask, and who practices which post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drillplanner.files.tables.csv_text import table_text
from drillplanner.incident_command.year.organize_district import CampusCharts
from drillplanner.publish.tables.schedule import LIST_SEPARATOR

_TO_DO_HEADER = (
    "campus_id",
    "campus_name",
    "by",
    "kind",
    "positions",
    "staff_id",
    "name",
    "courses",
    "from_campus",
    "what",
)
_PRACTICE_HEADER = (
    *("campus_id", "campus_name", "position", "title", "staff_id", "name", "led", "alternate"),
    *("leads_offered", "leads_needed", "why_never"),
)


def to_do_csv(years: Iterable[CampusCharts], names: Mapping[str, str]) -> str:
    """Return everything to do before drills, by campus and day, without telephone numbers.

    ``names`` are those of the campuses by id.
    """
    return table_text(
        _TO_DO_HEADER,
        (
            (
                remedy.campus_id,
                names.get(remedy.campus_id, remedy.campus_id),
                remedy.by.isoformat() if remedy.by is not None else "",
                remedy.kind.value,
                LIST_SEPARATOR.join(remedy.position_ids),
                remedy.staff_id,
                remedy.name,
                LIST_SEPARATOR.join(remedy.courses),
                remedy.from_campus,
                remedy.message,
            )
            for year in years
            for remedy in year.remedies
        ),
    )


def practice_csv(years: Iterable[CampusCharts], names: Mapping[str, str]) -> str:
    """Return how often each person leads a post or is an alternate in the year, and why some never lead.

    ``names`` are those of the campuses by id.
    """
    return table_text(
        _PRACTICE_HEADER,
        (
            (
                year.campus_id,
                names.get(year.campus_id, year.campus_id),
                practice.position_id,
                practice.title,
                practice.staff_id,
                practice.name,
                str(practice.led),
                str(practice.alternate),
                str(practice.offered),
                str(practice.needed),
                practice.why,
            )
            for year in years
            for practice in year.practice
        ),
    )

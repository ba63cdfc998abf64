"""The output ``start``: ``START-HERE.html``, and a page for each school under it.

Written last, so that it links to what there is. The pages open from any folder without a network. The week that is
open at first is that of the publication's day; in a browser, a few lines of script open today's instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.publish.core.html.page import fill_template, script_hash
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.start_page.content import (
    SCHOOLS,
    Published,
    SchoolLine,
    district_groups,
    district_weeks,
    drill_lines,
    school_groups,
    school_page,
    school_weeks,
)

FILE = "START-HERE.html"
_SCRIPT = "start/this_week.js"

#: What is written on request only: its name on the command line, and what it is.
_ON_REQUEST = {
    "notices": ("notices", "letters to families, and briefings of staff"),
    "packets": ("packets", "all papers of a school in one PDF"),
    "binder": ("packets/district.pdf", "the district's binder"),
    "forms": ("forms", "every ICS form of every drill"),
    "school-workbook": ("tables/*-by-school.xlsx", "a workbook with a sheet for each school"),
}


@dataclass(frozen=True)
class StartPageOutput:
    """The first page."""

    name: str = "start"
    describe: str = "the first page of what was published, and a page for each school"
    places: tuple[str, ...] = (f"{SCHOOLS}/", FILE)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``START-HERE.html`` and ``schools/<campus>.html``. Raises InputError."""
        for campus in request.workspace.campuses:
            path = folder / school_page(campus.campus_id)
            write_text(path, _school_html(campus.campus_id, request, folder))
            yield path
        path = folder / FILE
        write_text(path, _district_html(request, folder))
        yield path


def _district_html(request: PublishRequest, folder: Path) -> str:
    published = Published(folder)
    schools = [
        SchoolLine(
            published.href(school_page(campus.campus_id)),
            campus.name,
            campus.grades_text(),
            sum(drill.campus_id == campus.campus_id for drill in request.plan.drills),
        )
        for campus in request.workspace.campuses
    ]
    values = {
        "name": request.imprint.district,
        "schools": schools,
        "groups": district_groups(request, published),
        "weeks": district_weeks(request, published),
        "caveats": request.plan.before_you_rely,
        "questions": tuple(Counter(caveat.kind.phrase for caveat in request.plan.before_you_rely).items()),
        "on_request": [
            (name, what) for name, (pattern, what) in _ON_REQUEST.items() if not any(folder.glob(pattern))
        ],
        "has_report": (folder / "report.html").is_file(),
    }
    return fill_template("start/district.html.j2", values | _shared(request))


def _school_html(campus_id: str, request: PublishRequest, folder: Path) -> str:
    published = Published(folder, "../")
    drills = [drill for drill in request.plan.drills if drill.campus_id == campus_id]
    values = {
        "name": request.campus_name(campus_id),
        "start": published.href(FILE),
        "groups": school_groups(campus_id, request, published),
        "weeks": school_weeks(campus_id, request, published),
        "drills": drill_lines(drills, request, published),
    }
    return fill_template("start/school.html.j2", values | _shared(request))


def _shared(request: PublishRequest) -> dict[str, object]:
    return {"imprint": request.imprint, "script": _SCRIPT, "script_hash": script_hash(_SCRIPT)}


OUTPUT = StartPageOutput()

"""The district's binder: a tab for each campus with its year and who commands; charts where it stays usable.

All forms of a large district are hundreds of thousands of pages, which nobody could turn. They stand in the
packets of its campuses. The binder holds what somebody at the district needs: when a campus drills, who
commands, who follows, who comes; and chart and role list of each drill, where these do not make it too thick.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner.publish import words
from drillplanner.publish.forms.catalogue import FormId
from drillplanner.publish.output import PublishRequest
from drillplanner.publish.packets.assembling import assemble
from drillplanner.publish.packets.contents import (
    BINDER_FRONT,
    CAMPUS_PART,
    campus_year,
    campuses_of,
    document,
    drill_values,
    running_of,
    timestamp_of,
    year_values,
)
from drillplanner.publish.packets.joining import PdfPart
from drillplanner.publish.packets.output import FOLDER
from drillplanner.publish.sheet_typst import SheetJob
from drillplanner.publish.sheets import lacking_note, make_sheets, refuse_unknown_positions

#: What is printed of each drill where the binder holds charts: organization chart and assignment list.
CHARTS: tuple[FormId, ...] = ("form_207", "form_203")
#: A drill then takes about so many pages. A binder of more than the second number, four thick folders, is not one
#: that anybody turns: charts are left to the campuses' packets.
PAGES_OF_A_DRILL, MOST_PAGES = 4, 3000
CAMPUS_ABOUT = ("All forms of each drill stand in this campus's own packet: publish with --only packets.",)


@dataclass(frozen=True)
class BinderOutput:
    """The paper of a district's year."""

    name: str = "binder"
    describe: str = "one PDF for the district: each campus's year and who commands, with bookmarks"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``packets/district.pdf``; says where a name could not be set. Raises InputError."""
        refuse_unknown_positions(request)
        campuses = campuses_of(request)
        charts = holds_charts(request)
        lacking: set[str] = set()
        parts: list[PdfPart] = []
        with tempfile.TemporaryDirectory(prefix="drillplanner-") as place:
            jobs = _jobs(request, campuses, charts, Path(place))
            for tab, done in enumerate(make_sheets(jobs), start=1):
                parts.append(PdfPart(str(tab), done.path))
                lacking.update(done.lacking)
            target = folder / FOLDER / "district.pdf"

            def front(firsts: Sequence[int], pages: Sequence[int]) -> str:
                return _front(request, campuses, charts, firsts, pages)

            lacking.update(assemble(target, parts, front, BINDER_FRONT, timestamp_of(request)))
        yield target
        if lacking:
            request.tell(lacking_note("The binder", True, sorted(lacking)))


def holds_charts(request: PublishRequest) -> bool:
    """Whether the binder stays usable with the chart and the role list of every drill."""
    return len(request.plan.drills) * PAGES_OF_A_DRILL + len(campuses_of(request)) <= MOST_PAGES


def _jobs(request: PublishRequest, campuses: Sequence[str], charts: bool, aside: Path) -> Iterator[SheetJob]:
    for number, campus_id in enumerate(campuses, start=1):
        campus = campus_year(campus_id, request)
        tab = str(number)
        drills = range(1, len(campus.drills) + 1) if charts else ()
        values = {
            "campus": year_values(campus, CAMPUS_ABOUT, tab=tab),
            "drills": [drill_values(campus, one, CHARTS, tab=tab) for one in drills],
        }
        yield SheetJob(
            content=document(request, campus.name, values),
            path=aside / f"{number}.pdf",
            timestamp=timestamp_of(request),
            template=CAMPUS_PART,
        )


def _front(
    request: PublishRequest, campuses: Sequence[str], charts: bool, firsts: Sequence[int], pages: Sequence[int]
) -> str:
    plan = request.plan
    held = (
        "who commands each of its drills, and for each drill the organization chart (ICS 207) and the assignment "
        "list (ICS 203)"
        if charts
        else f"and who commands each of its drills. Charts would make it thicker than {MOST_PAGES:,} pages; they "
        "stand, with all other forms, in the packets of the campuses"
    )
    many = {campus_id: sum(one.campus_id == campus_id for one in plan.drills) for campus_id in campuses}
    values = {
        "running": running_of(request, plan.district),
        "about": [
            f"School year {plan.year}: {words.counted(len(plan.drills), 'drill')} at "
            f"{len(campuses)} {'campus' if len(campuses) == 1 else 'campuses'}.",
            f"Each campus is a tab: its year at a glance, {held}.",
            "Pages are numbered tab by tab: 7-3 is the third page behind tab 7. It holds names and the times of "
            "security drills: not for the public.",
        ],
        "tabs": [
            {
                "tab": str(tab),
                "name": request.campus_name(campus_id),
                "drills": str(many[campus_id]),
                "pages": str(long),
                "page": str(first),
            }
            for tab, (campus_id, first, long) in enumerate(zip(campuses, firsts, pages, strict=True), start=1)
        ],
    }
    return document(request, f"{plan.district} – drill binder {plan.year}", values)


OUTPUT = BinderOutput()

"""The district's binder: a tab for each campus with its year and who commands; charts where it stays usable.

All forms of a large district are hundreds of thousands of pages, which nobody could turn. They stand in the
packets of its campuses. The binder holds what somebody at the district needs: when a campus drills, who
commands, who follows, who comes; and chart and role list of each drill, where these do not make it too thick.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from drillplanner.publish.core import words
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.form_catalogue import FormId
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.packets.assembly import assemble_file
from drillplanner.publish.packets.contents import (
    BINDER_FRONT,
    CAMPUS_PART,
    campus_year,
    campuses_of,
    document_json,
    drill_values,
    page_head_and_foot,
    plan_timestamp,
    year_values,
)
from drillplanner.publish.packets.output import FOLDER
from drillplanner.publish.packets.pdf_joiner import PdfPart
from drillplanner.publish.sheets.output import make_pdfs, missing_letters_note, require_known_positions

#: What is printed of each drill where the binder holds charts: organization chart and assignment list.
CHARTS: tuple[FormId, ...] = ("form_207", "form_203")
#: A drill then takes about so many pages. A binder of more than the second number, four thick folders, is not one
#: that anybody turns: charts are left to the campuses' packets.
PAGES_OF_A_DRILL, MOST_PAGES = 3, 3000
#: So many campuses without a drill are named; of more only the number is told.
MOST_IDLE_NAMED = 10
#: So many tabs stand on a page of the list, and below the binder's title.
TABS_OF_A_PAGE, TABS_BESIDE_THE_TITLE = 50, 40
CAMPUS_ABOUT = ("All forms of each drill stand in this campus's own packet: publish with --only packets.",)

Tab = TypeVar("Tab")


@dataclass(frozen=True)
class BinderOutput:
    """The paper of a district's year."""

    name: str = "binder"
    describe: str = "one PDF for the district: each campus's year and who commands, with bookmarks"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``packets/district.pdf``; says where a name could not be set. Raises InputError."""
        require_known_positions(request)
        campuses = campuses_of(request)
        charts = holds_charts(request)
        lacking: set[str] = set()
        parts: list[PdfPart] = []
        with tempfile.TemporaryDirectory(prefix="drillplanner-") as place:
            aside = Path(place)
            jobs = _jobs(request, campuses, charts, aside)
            for tab, done in enumerate(make_pdfs(jobs), start=1):
                parts.append(PdfPart(str(tab), done.path))
                lacking.update(done.missing_letters)
            target = folder / FOLDER / "district.pdf"

            def front(firsts: Sequence[int], pages: Sequence[int], of_front: Sequence[int]) -> Iterator[str]:
                return _front(request, charts, _tabs(request, campuses, firsts, pages), of_front)

            files = len(_lists_of(campuses))
            lacking.update(
                assemble_file(target, parts, front, files, BINDER_FRONT, plan_timestamp(request), aside)
            )
        yield target
        if lacking:
            request.tell(missing_letters_note("The binder", True, sorted(lacking)))


def holds_charts(request: PublishRequest) -> bool:
    """Whether the binder stays usable with the chart and the role list of every drill."""
    return len(request.plan.drills) * PAGES_OF_A_DRILL + len(campuses_of(request)) <= MOST_PAGES


def _jobs(request: PublishRequest, campuses: Sequence[str], charts: bool, aside: Path) -> Iterator[PdfJob]:
    for number, campus_id in enumerate(campuses, start=1):
        campus = campus_year(campus_id, request)
        tab = str(number)
        drills = range(1, len(campus.drills) + 1) if charts else ()
        values = {
            "campus": year_values(campus, CAMPUS_ABOUT, tab=tab),
            "drills": [drill_values(campus, drill, CHARTS, tab=tab) for drill in drills],
        }
        yield PdfJob(
            content=document_json(request, campus.name, values),
            path=aside / f"{number}.pdf",
            timestamp=plan_timestamp(request),
            template=CAMPUS_PART,
        )


def _tabs(
    request: PublishRequest, campuses: Sequence[str], firsts: Sequence[int], pages: Sequence[int]
) -> Iterator[dict[str, str]]:
    many = Counter(drill.campus_id for drill in request.plan.drills)
    for tab, (campus_id, first, long) in enumerate(zip(campuses, firsts, pages, strict=True), start=1):
        yield {
            "tab": str(tab),
            "name": request.campus_name(campus_id),
            "drills": str(many[campus_id]),
            "pages": str(long),
            "page": str(first),
        }


def _lists_of(tabs: Iterable[Tab]) -> list[list[Tab]]:
    """The tabs, a page of them at a time: what a document of all needs of memory grows with their number."""
    waiting = iter(tabs)
    lists = [list(islice(waiting, TABS_BESIDE_THE_TITLE))]
    while more := list(islice(waiting, TABS_OF_A_PAGE)):
        lists.append(more)
    return lists


def _front(
    request: PublishRequest, charts: bool, tabs: Iterable[dict[str, str]], of_front: Sequence[int]
) -> Iterator[str]:
    """The title with the first tabs, then the lists of the other tabs."""
    plan = request.plan
    title = f"{plan.district} – drill binder {plan.year}"
    first, *others = _lists_of(tabs)
    running = page_head_and_foot(request, plan.district) | {"of": str(sum(of_front))}
    if (
        not plan.drills
    ):  # On the only page of a file a foot of whole sentences would pass for text that nobody hears.
        running["foot"] = f"Plan {plan.version}, {form_date(plan.provenance.planned_on)} · NOT LEGAL ADVICE"
    shared = {"running": running, "about": []}
    heads = {"heading": title, "about": _about(request, charts), "before": 0}
    yield document_json(request, title, shared | heads | {"tabs": first})
    for place, listed in enumerate(others, start=1):
        heading = f"Tabs {listed[0]['tab']} to {listed[-1]['tab']}"
        before = sum(of_front[:place])
        yield document_json(request, title, shared | {"heading": heading, "before": before, "tabs": listed})


def _about(request: PublishRequest, charts: bool) -> list[str]:
    plan, campuses = request.plan, campuses_of(request)
    if not campuses:
        none = f"School year {plan.year}: the plan has no drill, so that no campus has a tab here."
        return [none, f"{plan.disclaimer} {request.workspace.district.note}".rstrip()]
    held = (
        "who commands each of its drills, and for each drill the organization chart (ICS 207) and the assignment "
        "list (ICS 203)"
        if charts
        else f"and who commands each of its drills. Charts would make it thicker than {MOST_PAGES:,} pages; they "
        "stand, with all other forms, in the packets of the campuses"
    )
    return [
        f"School year {plan.year}: {words.counted(len(plan.drills), 'drill')} at "
        f"{words.counted(len(campuses), 'campus', 'campuses')}.",
        *_campuses_without_drills_sentences(request, campuses),
        f"Each campus is a tab: its year at a glance, {held}.",
        "Pages are numbered tab by tab: 7-3 is the third page behind tab 7. It holds names and the times of "
        "security drills: not for the public.",
    ]


def _campuses_without_drills_sentences(request: PublishRequest, campuses: Sequence[str]) -> Iterator[str]:
    """A sentence on the campuses for which no drill is planned, which nobody should look for in vain."""
    idle = [campus.name for campus in request.campuses if campus.campus_id not in campuses]
    if not idle:
        return
    told = words.counted(len(idle), "campus has no drill", "campuses have no drill")
    named = f": {words.join_words(tuple(idle))}" if len(idle) <= MOST_IDLE_NAMED else ""
    yield f"{told} in the plan and no tab here{named}."


OUTPUT = BinderOutput()

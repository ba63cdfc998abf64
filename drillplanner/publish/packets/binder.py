"""The output ``binder``: one PDF for the district, with a tab for each campus.

All forms of a large district are hundreds of thousands of pages, too many for one file, so they are in the packets
of its campuses. The binder holds what the district office needs: when each campus drills, who commands, who is
next in line, and which agencies come. A small district's binder also has the first page of each drill's papers; in
full, its chart and role list.
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
from drillplanner.publish.core.form_catalogue import FormId
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.core.typst.printing import make_pdfs, missing_letters_note
from drillplanner.publish.packets.assembly import assemble_file
from drillplanner.publish.packets.contents import (
    BINDER_FRONT,
    CAMPUS_PART,
    campus_year,
    campuses_of,
    document_json,
    drill_values,
    page_head_and_foot,
    year_values,
)
from drillplanner.publish.packets.output import FOLDER
from drillplanner.publish.packets.pdf_joiner import PdfPart


@dataclass(frozen=True)
class DrillForms:
    """What a binder that is thin enough has of each drill; ``name`` and ``short`` are what its front calls it."""

    forms: tuple[FormId, ...]
    pages: int
    name: str
    short: str
    others: str


#: The forms of each drill by the amount of paper, with the pages that they take, about.
DRILL_FORMS = {
    PaperAmount.TIERS: DrillForms(
        ("command_post",), 1, "the first page of its papers", "First pages of drills", "all other papers"
    ),
    PaperAmount.FULL: DrillForms(
        ("form_207", "form_203"),
        3,
        "the organization chart (ICS 207) and the assignment list (ICS 203)",
        "Charts",
        "all other forms",
    ),
}
#: A binder of over 3,000 pages (four thick folders) is too heavy to use, so it leaves the forms of drills to the
#: packets of the campuses.
MOST_PAGES = 3000
#: The binder names up to 10 campuses without a drill; of more it gives only the number.
MOST_IDLE_NAMED = 10
#: How many tabs fit on a page of the list of tabs, and on the title page.
TABS_PER_PAGE, TABS_ON_TITLE_PAGE = 50, 40
CAMPUS_ABOUT = ("The papers of each drill stand in this campus's own packet: publish with --only packets.",)

Tab = TypeVar("Tab")


@dataclass(frozen=True)
class BinderOutput:
    """One binder for the district: each campus's year and who commands, with bookmarks."""

    name: str = "binder"
    describe: str = "one PDF for the district: each campus's year and who commands, with bookmarks"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``packets/district.pdf``; notes names that the fonts cannot print. Raises InputError."""
        require_known_positions(request)
        campuses = campuses_of(request)
        charts = holds_charts(request)
        missing: set[str] = set()
        parts: list[PdfPart] = []
        with tempfile.TemporaryDirectory(prefix="drillplanner-") as temporary:
            parts_folder = Path(temporary)
            jobs = _jobs(request, campuses, charts, parts_folder)
            for tab, result in enumerate(make_pdfs(jobs), start=1):
                parts.append(PdfPart(str(tab), result.path))
                missing.update(result.missing_letters)
            target = folder / FOLDER / "district.pdf"

            def front(
                first_pages: Sequence[int], part_pages: Sequence[int], front_pages: Sequence[int]
            ) -> Iterator[str]:
                tabs = _tabs(request, campuses, first_pages, part_pages)
                return _front(request, charts, tabs, front_pages)

            front_files = len(_tabs_by_page(campuses))
            missing.update(
                assemble_file(
                    target, parts, front, front_files, BINDER_FRONT, request.imprint.timestamp, parts_folder
                )
            )
        yield target
        if missing:
            request.tell(missing_letters_note("The binder", True, sorted(missing)))


def holds_charts(request: PublishRequest) -> bool:
    """Check whether the forms of every drill fit into the binder's page limit."""
    return len(request.plan.drills) * DRILL_FORMS[request.paper].pages + len(campuses_of(request)) <= MOST_PAGES


def _jobs(request: PublishRequest, campuses: Sequence[str], charts: bool, parts_folder: Path) -> Iterator[PdfJob]:
    for number, campus_id in enumerate(campuses, start=1):
        campus = campus_year(campus_id, request)
        tab = str(number)
        drills = range(1, len(campus.drills) + 1) if charts else ()
        values = {
            "campus": year_values(campus, CAMPUS_ABOUT, tab=tab),
            "drills": [drill_values(campus, drill, DRILL_FORMS[request.paper].forms, tab=tab) for drill in drills],
        }
        yield PdfJob(
            content=document_json(request.imprint, campus.name, values),
            path=parts_folder / f"{number}.pdf",
            timestamp=request.imprint.timestamp,
            template=CAMPUS_PART,
        )


def _tabs(
    request: PublishRequest, campuses: Sequence[str], first_pages: Sequence[int], part_pages: Sequence[int]
) -> Iterator[dict[str, str]]:
    drill_count = Counter(drill.campus_id for drill in request.plan.drills)
    for tab, (campus_id, first_page, page_count) in enumerate(
        zip(campuses, first_pages, part_pages, strict=True), start=1
    ):
        yield {
            "tab": str(tab),
            "name": request.campus_name(campus_id),
            "drills": str(drill_count[campus_id]),
            "pages": str(page_count),
            "page": str(first_page),
        }


def _tabs_by_page(tabs: Iterable[Tab]) -> list[list[Tab]]:
    """Return the tabs page by page: each page is a file of its own, so that memory does not grow with the tabs."""
    remaining = iter(tabs)
    lists = [list(islice(remaining, TABS_ON_TITLE_PAGE))]
    while more := list(islice(remaining, TABS_PER_PAGE)):
        lists.append(more)
    return lists


def _front(
    request: PublishRequest, charts: bool, tabs: Iterable[dict[str, str]], front_pages: Sequence[int]
) -> Iterator[str]:
    """Return the JSON text of the title page with the first tabs, then of each page with more tabs."""
    plan = request.plan
    title = f"{plan.district} – drill binder {plan.year}"
    first, *others = _tabs_by_page(tabs)
    running = page_head_and_foot(request.imprint, plan.district) | {"of": str(sum(front_pages))}
    if not plan.drills:
        # Short on purpose: accessibility checkers flag full sentences in the footer of a one-page file, because
        # screen readers skip footers.
        running["foot"] = request.imprint.short_foot
    shared = {"running": running, "about": []}
    heads = {"heading": title, "about": _about(request, charts), "before": 0}
    yield document_json(request.imprint, title, shared | heads | {"tabs": first})
    for index, page_tabs in enumerate(others, start=1):
        heading = f"Tabs {page_tabs[0]['tab']} to {page_tabs[-1]['tab']}"
        before = sum(front_pages[:index])
        values = shared | {"heading": heading, "before": before, "tabs": page_tabs}
        yield document_json(request.imprint, title, values)


def _about(request: PublishRequest, charts: bool) -> list[str]:
    plan, campuses = request.plan, campuses_of(request)
    if not campuses:
        no_drills = f"School year {plan.year}: the plan has no drill, so that no campus has a tab here."
        return [no_drills, f"{plan.disclaimer} {request.imprint.note}".rstrip()]
    of_drill = DRILL_FORMS[request.paper]
    contents = (
        f"who commands each of its drills, and for each drill {of_drill.name}"
        if charts
        else f"and who commands each of its drills. {of_drill.short} would make it thicker than {MOST_PAGES:,} "
        f"pages; they stand, with {of_drill.others}, in the packets of the campuses"
    )
    return [
        f"School year {plan.year}: {words.counted(len(plan.drills), 'drill')} at "
        f"{words.counted(len(campuses), 'campus', 'campuses')}.",
        *_campuses_without_drills_sentences(request, campuses),
        f"Each campus is a tab: its year at a glance, {contents}.",
        "Pages are numbered tab by tab: 7-3 is the third page behind tab 7. It holds names and the times of "
        "security drills: not for the public.",
    ]


def _campuses_without_drills_sentences(request: PublishRequest, campuses: Sequence[str]) -> Iterator[str]:
    """Return a sentence on the campuses without planned drills, so that no reader searches for their tabs."""
    idle = [campus.name for campus in request.workspace.campuses if campus.campus_id not in campuses]
    if not idle:
        return
    count = words.counted(len(idle), "campus has no drill", "campuses have no drill")
    named = f": {words.join_words(tuple(idle))}" if len(idle) <= MOST_IDLE_NAMED else ""
    yield f"{count} in the plan and no tab here{named}."


OUTPUT = BinderOutput()

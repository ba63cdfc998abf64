"""What the first page and the pages of schools show: what to do each week, and which files there are for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from drillplanner.model import Drill, Task
from drillplanner.publish.calendars.events.agencies import visits_of
from drillplanner.publish.calendars.events.companions import companion_of
from drillplanner.publish.calendars.feeds import AGENCIES, campus_stems, file_stems
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.language.language import language_name
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import drill_file_name

#: The folder of the schools' pages.
SCHOOLS = "schools"
_DAYS = timedelta(days=7)
_CALENDAR = ".ics"


@dataclass(frozen=True)
class FileLink:
    """A file that was published: its address from the page, what it is, and a remark on its use."""

    href: str
    title: str
    remark: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """Files for one kind of reader."""

    title: str
    links: tuple[FileLink, ...]


@dataclass(frozen=True)
class DrillLine:
    """A drill in a list: its day and hours, name, school, who comes, and its papers."""

    on: date
    times: str
    title: str
    school: str
    school_href: str
    agencies: str
    papers: tuple[FileLink, ...]


@dataclass(frozen=True)
class TaskLine:
    """A task in a list: its last day, what to do, and for whom; or tasks of one sort with their number."""

    on: date | None
    text: str
    who: str


@dataclass(frozen=True)
class Week:
    """A week with something to do. ``monday`` and ``sunday`` are ISO dates, for the script of the page."""

    monday: date
    drills: tuple[DrillLine, ...]
    tasks: tuple[TaskLine, ...]
    is_open: bool

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class SchoolLine:
    """A school on the first page."""

    href: str
    name: str
    grades: str
    drills: int


class Published:
    """The files below ``folder`` as seen from a page, whose ``up`` leads to that folder (``../`` or empty)."""

    def __init__(self, folder: Path, up: str = "") -> None:
        self._folder = folder
        self._up = up

    def links(self, wanted: Iterable[tuple[str, str, str]]) -> tuple[FileLink, ...]:
        """Return a link for each path that exists, and for each further part of a calendar that was split."""
        return tuple(FileLink(self.href(path), *said) for wish in wanted for path, *said in self._existing(*wish))

    def href(self, path: str) -> str:
        """Return the address of a path of the folder."""
        return self._up + quote(path)

    def _existing(self, path: str, title: str, remark: str) -> Iterator[tuple[str, str, str]]:
        if (self._folder / path).is_file():
            yield path, title, remark
        parent, _, name = path.rpartition("/")
        if name.endswith(_CALENDAR):
            parts = (self._folder / parent).glob(f"{name.removesuffix(_CALENDAR)}.part-*{_CALENDAR}")
            for part in sorted(parts, key=lambda part: (len(part.name), part.name)):
                yield f"{parent}/{part.name}", "More of that calendar", "subscribe to each part"


def district_groups(request: PublishRequest, published: Published) -> tuple[LinkGroup, ...]:
    """Return the files of the whole district by reader; a group without files is left out."""
    year = request.plan.year
    agencies = [
        (
            f"calendars/{AGENCIES}/{stem}.ics",
            f"Visits of {request.agency_name(agency_id)}",
            "for that agency alone",
        )
        for agency_id, stem in file_stems(
            visits_of(by_time(request.plan.drills), request.workspace.district.agencies)
        ).items()
    ]
    groups = (
        (
            "For the superintendent and the board",
            [
                ("report.html", "The year at a glance", "what is planned, what to know, what to decide"),
                ("year/all-schools.pdf", "The year on one page", "for the wall"),
            ],
        ),
        (
            "For the safety coordinator",
            [
                ("calendars/coordinator.ics", "Calendar: weeks, deadlines, visits", "subscribe, do not import"),
                (
                    f"tables/drills-{year}.xlsx",
                    "Workbook",
                    "schedule, requirements, tasks, contacts, with filters",
                ),
                (f"tables/drills-{year}-by-school.xlsx", "Workbook with a sheet for each school", ""),
                ("exercises/preparedness-plan.pdf", "Preparedness plan of the year", ""),
                ("exercises/meetings.csv", "Planning meetings and reports by day", ""),
                ("cards/coordinator-training-gaps.pdf", "Training that staff lack", "for the coordinator alone"),
                ("packets/district.pdf", "Binder with a tab for each school", ""),
            ],
        ),
        (
            "For the district office",
            [
                ("calendars/district.ics", "Calendar: every drill", ""),
                ("calendars/district-chores.ics", "Calendar: what the law requires around drills", ""),
            ],
        ),
        ("For agencies", agencies),
        (
            "For spreadsheets and other programs",
            [
                ("tables/schedule.csv", "Drills", ""),
                ("tables/duties.csv", "Requirements with results", ""),
                ("tables/chores.csv", "Tasks", ""),
                ("tables/staff_to_do.csv", "Courses to take, and whom to ask", "names of staff"),
                ("tables/staff_practice.csv", "Who practices which position", "names of staff"),
            ],
        ),
    )
    found = (LinkGroup(title, published.links(wanted)) for title, wanted in groups)
    return tuple(group for group in found if group.links)


def school_groups(campus_id: str, request: PublishRequest, published: Published) -> tuple[LinkGroup, ...]:
    """Return the files of a school by reader, without those of single drills; empty groups are left out."""
    stem = campus_stems(request)[campus_id]
    languages = request.workspace.district.calendars.families.languages
    groups = (
        (
            "Papers of the year",
            [
                (f"year/{campus_id}.pdf", "The year on one page", "for the wall"),
                (f"sheets/{campus_id}/scripts.pdf", "Scripts", "what adults say, once for the year"),
                (
                    f"cards/{campus_id}/wall-chart-letter.pdf",
                    "Command chart for the wall",
                    "names staff: office only",
                ),
                (f"cards/{campus_id}/wall-chart-11x17.pdf", "Command chart, 11 by 17 inches", ""),
                (f"cards/{campus_id}/pocket-cards.pdf", "Pocket cards", "one for each position"),
                (f"cards/{campus_id}/door-cards.pdf", "Door cards", "one for each room"),
                (f"packets/{campus_id}.pdf", "All papers in one file", ""),
            ],
        ),
        (
            "Letters",
            [
                (f"notices/{campus_id}/cover-sheet.pdf", "What to send when", "for the office"),
                (f"notices/{campus_id}/staff.pdf", "Staff briefings", ""),
                *(
                    (f"notices/{campus_id}/families-{code}.pdf", f"Letters to families, {language_name(code)}", "")
                    for code in languages
                ),
            ],
        ),
        (
            "Calendars for staff: subscribe, do not import",
            [
                (f"calendars/staff/{stem}.ics", "Drills with briefings and debriefings", "for staff"),
                (f"calendars/{stem}.ics", "Drills alone", "for staff; not together with the one above"),
                (f"calendars/{stem}-chores.ics", "Notices, records, and other tasks", "for the office"),
            ],
        ),
        (
            "Calendars for families",
            [
                (
                    f"calendars/families/{code}/{stem}.ics",
                    f"In {language_name(code)}",
                    "for families",
                )
                for code in languages
            ],
        ),
    )
    found = (LinkGroup(title, published.links(wanted)) for title, wanted in groups)
    return tuple(group for group in found if group.links)


def drill_lines(drills: Iterable[Drill], request: PublishRequest, published: Published) -> tuple[DrillLine, ...]:
    """Return the drills in order of time."""
    return tuple(_drill_line(drill, request, published) for drill in by_time(drills))


def _drill_line(drill: Drill, request: PublishRequest, published: Published) -> DrillLine:
    file = drill_file_name(drill)
    papers = [
        (f"sheets/{drill.campus_id}/{file}", "papers", ""),
        (f"forms/{drill.campus_id}/{file}", "all forms", ""),
        (f"exercises/{drill.campus_id}/{file.removesuffix('.pdf')}-review.pdf", "review", ""),
    ]
    times = "" if drill.start is None or drill.end is None else dates.clock_span(drill.start, drill.end)
    return DrillLine(
        on=drill.date,
        times=times,
        title=words.drill_title(drill.drill_type, request.imprint.vocabulary),
        school=request.campus_name(drill.campus_id),
        school_href=published.href(school_page(drill.campus_id)),
        agencies=words.join_words(tuple(map(request.agency_name, drill.agencies or ()))),
        papers=published.links(papers),
    )


def school_page(campus_id: str) -> str:
    """Return the path of a school's page."""
    return f"{SCHOOLS}/{campus_id}.html"


def district_weeks(request: PublishRequest, published: Published) -> tuple[Week, ...]:
    """Return the weeks of the district: each drill, and the number of tasks of each sort."""

    def counted_tasks(tasks: Sequence[Task]) -> tuple[TaskLine, ...]:
        sorts = Counter(companion_of(task).title for task in tasks)
        return tuple(TaskLine(None, title, str(number)) for title, number in sorted(sorts.items()))

    return _weeks(request.plan.drills, request.plan.tasks, request, published, counted_tasks)


def school_weeks(campus_id: str, request: PublishRequest, published: Published) -> tuple[Week, ...]:
    """Return the weeks of a school: each drill, and each task."""

    def each_task(tasks: Sequence[Task]) -> tuple[TaskLine, ...]:
        ordered = sorted(tasks, key=lambda task: (task.due, task.text, task.who))
        return tuple(dict.fromkeys(TaskLine(task.due, task.text, task.who) for task in ordered))

    drills = [drill for drill in request.plan.drills if drill.campus_id == campus_id]
    tasks = [task for task in request.plan.tasks if task.campus_id == campus_id]
    return _weeks(drills, tasks, request, published, each_task)


def _weeks(
    drills: Iterable[Drill],
    tasks: Iterable[Task],
    request: PublishRequest,
    published: Published,
    task_lines: Callable[[Sequence[Task]], tuple[TaskLine, ...]],
) -> tuple[Week, ...]:
    drills_of: dict[date, list[Drill]] = {}
    for drill in drills:
        drills_of.setdefault(_monday(drill.date), []).append(drill)
    tasks_of: dict[date, list[Task]] = {}
    for task in tasks:
        tasks_of.setdefault(_monday(task.due), []).append(task)
    mondays = sorted({*drills_of, *tasks_of})
    today = request.day_of_change
    current = next((monday for monday in mondays if monday + _DAYS > today), None)
    return tuple(
        Week(
            monday=monday,
            drills=drill_lines(drills_of.get(monday, ()), request, published),
            tasks=task_lines(tasks_of.get(monday, [])),
            is_open=monday == current,
        )
        for monday in mondays
    )


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())

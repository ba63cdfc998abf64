"""What the workbook shows: the sheets of the whole district, and one for each school.

A person reads them, so they have names and words where the tables for programs have ids; ids come last.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.model import DISTRICT_OFFICE, DutyStatus, SchoolSite, Task, Verdict
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.drill_order import by_campus
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.tables.workbook import Cell, Sheet, SheetColumn, WorkbookHead

FOR_STAFF = (
    "For staff only: this workbook shows the times of security drills and telephone numbers of staff. "
    "Do not publish it."
)

_SCHEDULE = (
    *(
        SheetColumn("School", 28),
        SheetColumn("Date", 17),
        SheetColumn("Start", 10),
        SheetColumn("End", 10),
        SheetColumn("Drill", 26),
    ),
    *(
        SheetColumn("Scenario", 34),
        SheetColumn("How", 20),
        SheetColumn("Who takes part", 18),
        SheetColumn("Grades", 14),
    ),
    *(
        SheetColumn("Exit route", 20),
        SheetColumn("Announced", 11),
        SheetColumn("Who comes", 26),
        SheetColumn("Back-up date", 17),
    ),
    *(
        SheetColumn("Counts for", 24),
        SheetColumn("School id", 18, printed=False),
        SheetColumn("Drill id", 32, printed=False),
    ),
)
_DUTIES = (
    *(
        SheetColumn("School", 28),
        SheetColumn("Rule", 14),
        SheetColumn("Requirement", 34),
        SheetColumn("In the plan", 16),
    ),
    *(
        SheetColumn("Why", 52),
        SheetColumn("Days of its drills", 34),
        SheetColumn("Source", 28),
        SheetColumn("How we know it", 26),
    ),
    *(SheetColumn("Address of the source", 40, printed=False), SheetColumn("School id", 18, printed=False)),
    SheetColumn("Requirement id", 32, printed=False),
)
_TASKS = (
    *(SheetColumn("Due", 17), SheetColumn("School", 28), SheetColumn("Task", 60), SheetColumn("To whom", 24)),
    *(SheetColumn("When", 30), SheetColumn("For the drill", 38), SheetColumn("Asked for by", 30)),
    *(SheetColumn("School id", 18, printed=False), SheetColumn("Task id", 40, printed=False)),
)
_CONTACTS = (
    *(
        SheetColumn("School", 28),
        SheetColumn("Kind", 18),
        SheetColumn("Name", 32),
        SheetColumn("Title or place", 34),
    ),
    *(SheetColumn("Telephone", 20), SheetColumn("Radio", 14), SheetColumn("School id", 18, printed=False)),
)
_SCHOOL = (
    *(
        SheetColumn("Date", 17),
        SheetColumn("Start", 10),
        SheetColumn("End", 10),
        SheetColumn("Kind", 9),
        SheetColumn("What", 48),
    ),
    *(SheetColumn("Details", 46), SheetColumn("Who comes, or to whom", 30), SheetColumn("Back-up date", 17)),
)

_STATUS = {
    DutyStatus.MET: "scheduled",
    DutyStatus.VIOLATED: "not met",
    DutyStatus.CANNOT_TELL: "needs an answer",
}


def workbook_head(request: PublishRequest) -> WorkbookHead:
    """Return the first sheet of the workbook and the foot of its printed pages."""
    imprint = request.imprint
    made = f"Plan {imprint.version}, as on {dates.plain_date(imprint.made_on)}."
    return WorkbookHead(
        title=f"Drills {imprint.year} – {imprint.district}",
        lines=tuple(filter(None, (made, FOR_STAFF, imprint.disclaimer, imprint.note))),
        foot=f"{imprint.district} · plan {imprint.version} · for staff only · not legal advice",
        made_at=imprint.made_at,
    )


def district_sheets(request: PublishRequest) -> tuple[Sheet, ...]:
    """Return the sheets of the whole district: schedule, requirements, tasks, contacts."""
    details = [request.details(drill) for drill in by_campus(request.plan.drills)]
    tasks = sorted(request.plan.tasks, key=lambda task: (task.due, task.campus_id, task.task_id))
    return (
        Sheet("Schedule", _SCHEDULE, tuple(map(_schedule_row, details))),
        Sheet("Requirements", _DUTIES, tuple(_duty_row(verdict, request) for verdict in request.verdicts)),
        Sheet("Tasks", _TASKS, tuple(_task_row(task, request) for task in tasks)),
        Sheet("Contacts", _CONTACTS, tuple(_contact_rows(request))),
    )


def school_sheets(request: PublishRequest) -> tuple[Sheet, ...]:
    """Return a sheet for each school, in the district's order: its drills and tasks by day."""
    rows: dict[str, list[tuple[Cell, ...]]] = {campus.campus_id: [] for campus in request.workspace.campuses}
    for drill in request.plan.drills:
        rows.setdefault(drill.campus_id, []).append(_school_drill_row(request.details(drill)))
    for task in request.plan.tasks:
        rows.setdefault(task.campus_id, []).append(_school_task_row(task, request))
    return tuple(
        Sheet(request.campus_name(campus_id), _SCHOOL, tuple(sorted(of_campus, key=_by_day)))
        for campus_id, of_campus in rows.items()
    )


def _by_day(row: tuple[Cell, ...]) -> tuple[str, ...]:
    """Return the key of a row: its day, drills before tasks, then its start and words."""
    on, start, _, kind, what, *_ = row
    return str(on), str(kind), "" if start is None else str(start), str(what)


def _schedule_row(details: DrillDetails) -> tuple[Cell, ...]:
    drill = details.drill
    return (
        details.campus_name,
        drill.date,
        drill.start,
        drill.end,
        details.kind,
        _scenario(details),
        words.FORMATS[drill.format] if drill.format else "",
        words.AUDIENCES[drill.audience] if drill.audience else "",
        details.grades_text,
        words.ROUTES[drill.route] if drill.route else "",
        {True: "yes", False: "no", None: ""}[drill.announced],
        words.join_words(details.agency_names),
        drill.back_up,
        ", ".join(_rules(details)) or "practice only",
        drill.campus_id,
        drill.drill_id,
    )


def _school_drill_row(details: DrillDetails) -> tuple[Cell, ...]:
    drill = details.drill
    comes = words.join_words(details.agency_names)
    return (drill.date, drill.start, drill.end, "drill", details.kind, _scenario(details), comes, drill.back_up)


def _school_task_row(task: Task, request: PublishRequest) -> tuple[Cell, ...]:
    about = ", for ".join(filter(None, (task.due_words, _drill_of(task, request))))
    return task.due, None, None, "task", task.text, about, task.who, None


def _rules(details: DrillDetails) -> Iterator[str]:
    """Yield the id of each rule that the drill counts for, once; the sheet of requirements has their sources."""
    ids = (duty if verdict is None else verdict.mandate for duty, verdict in details.credits)
    yield from dict.fromkeys(ids)


def _scenario(details: DrillDetails) -> str:
    return details.drill.scenario_id or "" if details.scenario is None else details.scenario.title


def _duty_row(verdict: Verdict, request: PublishRequest) -> tuple[Cell, ...]:
    days = (request.drill_by_id[drill_id].date for drill_id in verdict.drills if drill_id in request.drill_by_id)
    is_scheduled_task = verdict.is_task and verdict.status is DutyStatus.MET
    return (
        request.campus_name(verdict.campus_id),
        verdict.mandate,
        verdict.title,
        "on the task list" if is_scheduled_task else _STATUS[verdict.status],
        verdict.reason[:1].upper() + verdict.reason[1:],
        ", ".join(map(dates.short_date, sorted(days))),
        verdict.cite,
        "presumed, not known law" if verdict.presumed else words.CONFIDENCES[verdict.confidence],
        verdict.url,
        verdict.campus_id,
        verdict.duty,
    )


def _task_row(task: Task, request: PublishRequest) -> tuple[Cell, ...]:
    return (
        task.due,
        request.campus_name(task.campus_id),
        task.text,
        task.who,
        task.due_words,
        _drill_of(task, request),
        request.basis(task),
        task.campus_id,
        task.task_id,
    )


def _drill_of(task: Task, request: PublishRequest) -> str:
    """Return the drill of a task with its day; empty for a task of the year."""
    drill = request.drill_by_id.get(task.drill_id or "")
    if drill is None:
        return ""
    return f"{words.drill_title(drill.drill_type, request.imprint.vocabulary)}, {dates.plain_date(drill.date)}"


def _contact_rows(request: PublishRequest) -> Iterator[tuple[Cell, ...]]:
    """Yield agencies first, then each school: its staff, and the numbers that it wrote down about its place."""
    for agency in request.workspace.district.agencies:
        yield "all schools", agency.kind.value, agency.name, "", "", "", ""
    people: dict[str, list[tuple[Cell, ...]]] = {}
    for person in request.workspace.staff:
        office = person.campus_id == DISTRICT_OFFICE
        school = "district office" if office else request.campus_name(person.campus_id)
        row = (school, "staff", person.name, person.title, person.phone, person.radio, person.campus_id)
        people.setdefault(person.campus_id, []).append(row)
    for campus in request.workspace.campuses:
        yield from people.pop(campus.campus_id, [])
        for kind, name, place, number in _site_numbers(request.workspace.site_of(campus.campus_id)):
            yield campus.name, kind, name, place, number, "", campus.campus_id
    for rows in people.values():
        yield from rows


def _site_numbers(site: SchoolSite) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, name, place, and number of everything that the school wrote down with a telephone number."""
    for line in site.telephones:
        yield "telephone", line.who, "", line.number
    places = (("relocation", site.relocation), ("reunification", site.reunification))
    for kind, away in places:
        if away.place:
            yield kind, away.place, away.address, away.telephone
    if site.ambulance.name:
        yield "ambulance", site.ambulance.name, site.ambulance.location, site.ambulance.telephone
    for hospital in site.hospitals:
        yield "hospital", hospital.name, hospital.address, hospital.telephone

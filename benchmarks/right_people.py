"""Who holds which post over a year, counted from the printed charts of four invented schools.

Run ``python -m benchmarks.right_people`` for a Markdown table. The schools have 2, 12, 40, and 120 adults; nobody
in them exists. Each holds every kind of drill three times in the year, on changing days of the week, so that
part-time people are sometimes away; in the third round two outside agencies attend. The counts use the staff list
and the charts alone: who qualifies is written here once more, so that a mistake in the catalog is seen. The judge
of charts then says what it finds.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as clock_time

from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record_sources.role_chart import chart_record
from drillplanner.incident_command.chart.role_chart import Post, RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.year.organize_campus import organize_campus
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import (
    Agency,
    AgencyKind,
    Drill,
    DrillFormat,
    DrillType,
    PeriodTag,
    Scenario,
    StaffList,
    StaffMember,
)

#: The posts that care for, count, or release children, and words of the everyday titles that qualify for them.
_CARE = ("counselor", "psychologist", "social worker", "nurse")
_OFFICE = ("secretary", "clerk", "registrar", "office", "attendance", "receptionist", "business")
CHILD_CRITICAL = {
    "OPS-CIT": _CARE,
    "OPS-STC": _CARE,
    "REU-ASM": _CARE,
    "REU-PRB": _CARE,
    "OPS-ACC": _OFFICE,
    "OPS-RQG": _OFFICE,
    "REU-CHK": _OFFICE,
    "REU-ACC": _OFFICE,
    "OPS-SRL": (*_OFFICE, "assistant principal", "dean"),
}
#: Posts that their holder does not leave for another.
_KEPT = ("CMD-IC", "OPS-MED", "OPS-MEDM")
COUNSELORS = ("counselor", "psychologist", "social worker")
COMMANDERS = ("principal", "dean")
#: As many functions in one commander's hands are too many while somebody who could share them stands by.
MANY_FUNCTIONS = 5
_ROUNDS = 3
#: Kinds of drill that are held at a table, and in staff hours.
_TABLES = (DrillType.TABLETOP,)
_STAFF_HOURS = (DrillType.REUNIFICATION, DrillType.FUNCTIONAL, DrillType.FULL_SCALE)
_AGENCIES = (
    Agency(agency_id="police", name="Sample police", kind=AgencyKind.POLICE),
    Agency(agency_id="fire", name="Sample fire department", kind=AgencyKind.FIRE),
)
_COURSES = ("IS-100", "IS-700", "IS-200", "IS-800")
_NURSE = ("IS-100", "IS-700", "first_aid", "cpr_aed")

#: Titles of each school's adults: title, how many, courses, weekdays at work (None: all).
_Row = tuple[str, int, tuple[str, ...], tuple[int, ...] | None]
SCHOOLS: dict[str, tuple[_Row, ...]] = {
    "2 adults": (("Principal", 1, _COURSES, None), ("Teacher, all grades", 1, ("first_aid", "cpr_aed"), None)),
    "12 adults": (
        ("Principal", 1, _COURSES, None),
        ("Secretary", 1, ("IS-100",), None),
        ("School Nurse", 1, _NURSE, (0, 2, 4)),
        ("School Counselor", 1, ("IS-100", "psychological_first_aid"), (1, 2, 3)),
        ("Head Custodian", 1, ("IS-100", "keys"), None),
        ("Instructional Aide", 2, ("first_aid", "cpr_aed"), None),
        ("Teacher", 5, (), None),
    ),
    "40 adults": (
        ("Principal", 1, _COURSES, None),
        ("Assistant Principal", 1, _COURSES, None),
        ("Secretary", 2, ("IS-100",), None),
        ("School Nurse", 1, _NURSE, None),
        ("School Counselor", 1, ("IS-100", "psychological_first_aid"), None),
        ("School Psychologist", 1, ("psychological_first_aid",), (1, 3)),
        ("Head Custodian", 1, ("IS-100", "keys"), None),
        ("Custodian", 1, (), None),
        ("Librarian", 1, ("IS-100",), None),
        ("Security Officer", 1, ("IS-100", "first_aid", "cpr_aed"), None),
        ("Instructional Aide", 4, ("first_aid", "cpr_aed"), None),
        ("Reading Specialist", 1, ("IS-100",), None),
        ("Cafeteria Manager", 1, (), None),
        ("Teacher", 23, (), None),
    ),
    "120 adults": (
        ("Principal", 1, (*_COURSES, "ICS-300"), None),
        ("Assistant Principal", 3, _COURSES, None),
        ("Dean", 1, _COURSES, None),
        ("Athletic Director", 1, ("IS-100", "first_aid", "cpr_aed"), None),
        ("School Counselor", 4, ("IS-100", "psychological_first_aid"), None),
        ("School Psychologist", 1, ("psychological_first_aid",), (0, 2, 4)),
        ("Social Worker", 1, ("psychological_first_aid",), None),
        ("School Nurse", 2, _NURSE, None),
        ("Secretary", 4, ("IS-100",), None),
        ("Registrar", 1, (), None),
        ("Librarian", 1, ("IS-100",), None),
        ("Technology Coordinator", 1, ("IS-100",), None),
        ("Security Officer", 3, ("IS-100", "first_aid", "cpr_aed"), None),
        ("Head Custodian", 1, ("IS-100", "keys"), None),
        ("Custodian", 3, (), None),
        ("Instructional Aide", 8, ("first_aid", "cpr_aed"), None),
        ("Supervisor of Science", 2, _COURSES, None),
        ("Cafeteria Manager", 1, (), None),
        ("Teacher", 81, (), None),
    ),
}


@dataclass
class Counts:
    """What the charts of a school's year show."""

    charts: int = 0
    crisis_posts: int = 0
    crisis_posts_without_counselor: int = 0
    critical_posts: int = 0
    critical_posts_unqualified: int = 0
    posts_given_up_while_idle: int = 0
    crowded_commanders: int = 0
    agency_drills: int = 0
    agency_drills_without_plan: int = 0
    leads: int = 0
    leads_by_usual_leader: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def staff_of(school: str) -> tuple[StaffMember, ...]:
    """Return the invented adults of a school."""
    people: list[StaffMember] = []
    for title, number, courses, days in SCHOOLS[school]:
        for _ in range(number):
            place = f"{len(people) + 1:03d}"
            people.append(
                StaffMember(
                    staff_id=f"s-{place}",
                    name=f"Sample {place}",
                    campus_id="school",
                    title=title,
                    certifications=courses,
                    teaches=title.startswith("Teacher"),
                    days=days,
                )
            )
    return tuple(people)


def year_of(scenarios: dict[str, Scenario]) -> tuple[Drill, ...]:
    """Return the drills of the year: every kind, three times, on changing days of the week."""
    by_type: dict[DrillType, list[Scenario]] = {}
    for scenario in scenarios.values():
        by_type.setdefault(scenario.drill_type, []).append(scenario)
    drills = []
    for round_number in range(_ROUNDS):
        for place, drill_type in enumerate(DrillType):
            number = round_number * len(DrillType) + place
            on = date(2026, 9, 7) + timedelta(days=7 * (number % 38) + number % 5)
            in_staff_hours = drill_type in _STAFF_HOURS
            start = clock_time(15, 30) if in_staff_hours else clock_time(9, 40)
            usable = by_type.get(drill_type, [])
            drills.append(
                Drill(
                    drill_id=f"school-{drill_type.value}-{round_number}".replace("_", "-"),
                    campus_id="school",
                    drill_type=drill_type,
                    date=on,
                    # The third round has no scenario: the catalog's own core set is opened.
                    scenario_id=usable[round_number % len(usable)].scenario_id
                    if usable and round_number < 2
                    else None,
                    format=DrillFormat.TABLETOP if drill_type in _TABLES else None,
                    start=start,
                    end=clock_time(start.hour, start.minute + 15),
                    period=None if in_staff_hours else "Period 2",
                    period_tags=() if in_staff_hours else (PeriodTag.INSTRUCTION,),
                    agencies=("police", "fire") if round_number == 2 else None,
                )
            )
    return tuple(sorted(drills, key=lambda drill: (drill.date, drill.drill_id)))


def has_title(person: StaffMember, words: Sequence[str]) -> bool:
    """Check whether an everyday title has one of the words."""
    title = f" {person.title.casefold()} "
    return any(f" {word} " in title for word in words)


def count_year(school: str, scenarios: dict[str, Scenario]) -> Counts:
    """Organize a school's year and count what its charts show."""
    staff, drills, counts = staff_of(school), year_of(scenarios), Counts()
    began = time.process_time()
    organized = organize_campus(drills, scenarios, staff, _AGENCIES, load_catalog())
    charts = [organized_drill.chart(load_catalog()) for organized_drill in organized]
    counts.seconds = time.process_time() - began
    leaders: dict[str, Counter[str]] = {}
    people = {person.staff_id: person for person in staff}
    for drill, chart in zip(drills, charts, strict=True):
        counts.charts += 1
        _count_chart(chart, drill, people, counts)
        for post in chart.posts:
            if post.people and post.seats == 1:
                leaders.setdefault(post.position_id, Counter())[post.people[0].staff_id] += 1
        scenario = scenarios.get(drill.scenario_id or "")
        asked_for = None if scenario is None else scenario.positions
        report = judge_record(chart_record(chart, drill, StaffList(staff), asked_for))
        counts.errors.update(
            finding.rule
            for finding in report.findings
            if finding.status == "violation" and finding.severity == "error"
        )
    counts.leads = sum(sum(times.values()) for times in leaders.values())
    counts.leads_by_usual_leader = sum(max(times.values()) for times in leaders.values())
    return counts


def _count_chart(chart: RoleChart, drill: Drill, people: dict[str, StaffMember], counts: Counts) -> None:
    free = {
        staff_id: person
        for staff_id, person in people.items()
        if person.is_at_work(drill.date, drill.start, drill.end)
        and (not person.teaches or drill.period_tags == ())
    }
    posts_of: dict[str, list[Post]] = {}
    for post in chart.posts:
        for holder in post.people:
            posts_of.setdefault(holder.staff_id, []).append(post)
    first_aid = {holder.staff_id for post in chart.on_call if post.position_id in _KEPT for holder in post.people}
    idle = {staff_id: person for staff_id, person in free.items() if staff_id not in {*posts_of, *first_aid}}
    movable = {
        staff_id: person
        for staff_id, person in free.items()
        if staff_id not in first_aid
        and not any(post.position_id in (*CHILD_CRITICAL, *_KEPT) for post in posts_of.get(staff_id, ()))
    }
    for post in chart.posts:
        for holder in post.people:
            words = CHILD_CRITICAL.get(post.position_id)
            if words is None:
                continue
            counts.critical_posts += 1
            is_qualified = has_title(people[holder.staff_id], words)
            counts.critical_posts_unqualified += not is_qualified and any(
                has_title(person, words) for person in movable.values()
            )
    crisis = [post for post in chart.posts if post.position_id == "OPS-CIT"]
    if crisis and any(has_title(person, COUNSELORS) for person in free.values()):
        counts.crisis_posts += 1
        holders = [people[holder.staff_id] for post in crisis for holder in post.people]
        counts.crisis_posts_without_counselor += not any(has_title(person, COUNSELORS) for person in holders)
    merged = [post.position_id for post in chart.posts if post.merged_with]
    for position_id in (*chart.closed, *merged):
        words = CHILD_CRITICAL.get(position_id, ())
        counts.posts_given_up_while_idle += any(not words or has_title(person, words) for person in idle.values())
    deputies = [
        staff_id
        for staff_id, person in free.items()
        if has_title(person, COMMANDERS) and staff_id not in posts_of and staff_id not in first_aid
    ]
    commander = chart.posts[0]
    is_acted_out = chart.tier != "L1" and not chart.who_would
    has_many_functions = len(commander.absorbs) >= MANY_FUNCTIONS
    counts.crowded_commanders += bool(deputies) and is_acted_out and has_many_functions
    if chart.agencies:
        counts.agency_drills += 1
        counts.agency_drills_without_plan += not _says_who_commands(chart)


def _says_who_commands(chart: RoleChart) -> bool:
    """Check whether the chart says who meets responders, who commands from when on, and draws it."""
    plan = chart.responders
    return (
        plan is not None
        and plan.liaison in chart.by_id
        and (chart.unified or any(seat.takes_command for seat in chart.agencies) or plan.command == "school")
    )


def rows(counted: dict[str, Counts]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| of a year's charts | " + " | ".join(counted) + " |"
    yield "| --- |" + " ---: |" * len(counted)
    lines: dict[str, Callable[[Counts], object]] = {
        "charts": lambda counts: counts.charts,
        "crisis posts with a counselor on site": lambda counts: counts.crisis_posts,
        "… led by nobody who counsels": lambda counts: counts.crisis_posts_without_counselor,
        "people in posts that care for, count, or release children": lambda counts: counts.critical_posts,
        "… unqualified while a qualified adult was free": lambda counts: counts.critical_posts_unqualified,
        "posts given up or doubled while a qualified adult was idle": lambda c: c.posts_given_up_while_idle,
        "commanders with five or more functions while a deputy stood by": lambda c: c.crowded_commanders,
        "drills with responders": lambda counts: counts.agency_drills,
        "… silent on who meets them, who commands, and from when on": lambda c: c.agency_drills_without_plan,
        "posts led by their usual leader": lambda c: f"{100 * c.leads_by_usual_leader / max(1, c.leads):.0f} %",
        "errors of the judge": lambda c: ", ".join(f"{rule} {n}" for rule, n in sorted(c.errors.items())) or "0",
        "processor seconds": lambda counts: f"{counts.seconds:.1f}",
    }
    for name, value in lines.items():
        yield f"| {name} | " + " | ".join(str(value(counts)) for counts in counted.values()) + " |"


def main() -> None:
    """Print the table."""
    read = (parse_scenario(path.read_bytes(), path.name) for path in bundled_scenarios())
    scenarios = {scenario.scenario_id: scenario for scenario in read}
    for line in rows({school: count_year(school, scenarios) for school in SCHOOLS}):
        print(line)


if __name__ == "__main__":
    main()

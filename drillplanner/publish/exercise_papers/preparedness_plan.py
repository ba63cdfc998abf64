"""The integrated preparedness plan (IPP) of the year, as the JSON text of ``exercises/preparedness_plan.typ``."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from drillplanner.exercises.design.exercise_package import ExercisePackage
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.exercises.program.exercise_year import ExerciseYear
from drillplanner.exercises.program.priorities import PlannedPriority, exercises_without_priority
from drillplanner.files.counting import counted
from drillplanner.model import ExerciseType, Milestone
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.exercise_papers.documents import Values, json_text, page_head_and_foot, status_note
from drillplanner.publish.exercise_papers.progression import (
    capability_rows,
    finding_rows,
    progression_drawing,
    shortened_list,
)
from drillplanner.publish.exercise_papers.shared_parts import ELEMENTS
from drillplanner.publish.exercise_papers.table_rows import action_rows

#: Items of the NIMS checklist for which this program's own outputs are evidence, and what they are.
OWN_EVIDENCE = {
    "N-03": "Courses of the staff list; what is open stands on the role list of each drill",
    "N-04": "Command chart, role list and forms of each drill of this plan",
    "N-05": "Role list and communications forms of each drill of this plan",
    "N-08": "This plan and its calendar",
    "N-12": "Scripts and forms of this plan are in plain language",
}


def plan_content(year: ExerciseYear, request: PublishRequest) -> str:
    """The JSON text of the plan: the same bytes for the same plan and files."""
    reference = load_reference()
    plan, settings = request.plan, request.workspace.district.exercises
    workshop = settings.workshop
    own = {**OWN_EVIDENCE, "N-09": _ledger_in_numbers(year)}
    values: Values = {
        "title": f"Integrated preparedness plan {plan.year} – {plan.district}",
        "district": plan.district,
        "heading": "Integrated preparedness plan",
        "restricted": False,
        "standing": status_note(request),
        "running": page_head_and_foot(plan.district, f"IPP {plan.year}", request),
        "facts": [
            ("Jurisdiction", f"{plan.district}, {plan.state}"),
            ("Years covered", f"{plan.year}; the two years after it are sketched at the end"),
            ("Planning workshop (IPPW)", workshop.name),
            ("Date of the workshop", "" if workshop.date is None else dates.plain_date(workshop.date)),
            ("Participants", words.join_words(workshop.participants)),
            ("Sponsor", settings.sponsor),
            ("Exercise director", settings.director),
            ("Point of contact", settings.contact or settings.director),
            ("Scope", _scope(year, request)),
        ],
        "summary": _summary(year, reference),
        "hazards": _hazards(year),
        "capability_gaps": _capability_gaps(year, reference),
        "actions": action_rows(year.ledger.actions, request, reference),
        "requirements": _requirements(request),
        "priorities": [_priority(priority, year, reference) for priority in year.priorities],
        "untraced": list(exercises_without_priority(year.packages, year.priorities)),
        "months": _months(year, request),
        "lines": _meeting_rows(year, reference, request),
        "drawing": progression_drawing(year, reference),
        "steps": [
            {
                "before": reference.types[step.before].name,
                "after": reference.types[step.after].name,
                "window": "the same school year"
                if step.school_year
                else ""
                if step.months is None
                else counted(step.months, "month"),
                "strength": f"{step.strength.value}{', soft for a repeat' if step.new_only else ''}",
                "why": step.why,
            }
            for step in reference.steps
        ],
        "findings": finding_rows(year, request, reference),
        "gaps": list(year.gaps),
        "lanes": capability_rows(year, reference),
        "checklist": [
            {
                "id": number,
                "text": item.text,
                "evidence": settings.nims.get(number, ""),
                "own": own.get(number, ""),
                "wanted": item.evidence,
                "basis": item.basis,
            }
            for number, item in reference.checklist.items()
        ],
        "checklist_source": reference.checklist_source,
        "sources": list(reference.sources),
        "next_years": _next_years(request),
    }
    return json_text(values)


def _scope(year: ExerciseYear, request: PublishRequest) -> str:
    numbers = (
        words.counted(len(request.campuses), "campus", "campuses"),
        words.counted(len(year.packages), "exercise"),
        words.counted(len(year.lessons), "lesson"),
    )
    return words.join_words(numbers)


def _summary(year: ExerciseYear, reference: Reference) -> list[tuple[str, int]]:
    """How many of each type."""
    counts = Counter(package.kind for package in year.packages)
    rows = [(reference.types[kind].name, counts[kind]) for kind in ExerciseType if counts[kind]]
    return [*rows, ("Lessons (training)", len(year.lessons))]


def _ledger_in_numbers(year: ExerciseYear) -> str:
    """What the ledger holds; empty where it holds nothing, which is no evidence."""
    actions = year.ledger.actions
    if not actions:
        return ""
    late = sum(action.past_due(year.made_on) for action in actions)
    still = len(year.ledger.open_actions)
    return f"Improvement ledger: {words.counted(len(actions), 'action')}, {still} open, {late} past due"


def _hazards(year: ExerciseYear) -> list[str]:
    return [
        f"{hazard} ({number})"
        for hazard, number in Counter(package.hazard for package in year.packages).most_common()
    ]


def _capability_gaps(year: ExerciseYear, reference: Reference) -> list[str]:
    """Capabilities that were rated M or U, from the ledger."""
    return [
        f"{reference.capability_name(one.capability)}: rated {one.rating.value} in {one.drill_id} on "
        f"{form_date(one.date)}. {' '.join(one.areas_for_improvement)}"
        for one in sorted(year.ledger.ratings, key=lambda one: (one.date, one.drill_id, one.capability))
        if one.rating.value in ("M", "U")
    ]


def _requirements(request: PublishRequest) -> list[str]:
    """The law behind the year's drills: each citation with how many duties of the plan it is."""
    counts = Counter((verdict.mandate, verdict.cite) for verdict in request.verdicts)
    return [
        f"{mandate}: {cite} ({words.counted(number, 'duty', 'duties')})"
        for (mandate, cite), number in sorted(counts.items())
    ]


def _priority(one: PlannedPriority, year: ExerciseYear, reference: Reference) -> dict[str, object]:
    return {
        "title": one.title,
        "capabilities": words.join_words(tuple(reference.capability_name(each) for each in one.capabilities)),
        "rationale": one.rationale,
        "proposal": one.is_proposal,
        "activities": [(ELEMENTS[element], said) for element, lines in one.activities.items() for said in lines],
        "exercises": f"{len(one.exercises)} of {len(year.packages)}",
    }


def _months(year: ExerciseYear, request: PublishRequest) -> list[dict[str, object]]:
    """The calendar, month by month: drills by kind, and each larger exercise by its day."""
    by_month: dict[tuple[int, int], list[ExercisePackage]] = defaultdict(list)
    for package in year.packages:
        by_month[package.drill.date.year, package.drill.date.month].append(package)
    lessons = Counter((lesson.drill.date.year, lesson.drill.date.month) for lesson in year.lessons)
    rows: list[dict[str, object]] = []
    for key in sorted({*by_month, *lessons}):
        ordinary = [one for one in by_month[key] if not has_planning_meetings(one)]
        counts = Counter(one.drill.drill_type for one in ordinary)
        drills = [
            f"{words.drill_title(kind)} {number}"
            for kind, number in sorted(counts.items(), key=lambda pair: pair[0])
        ]
        if lessons[key]:
            drills.append(f"Lesson {lessons[key]}")
        rows.append(
            {
                "month": dates.month_and_year(date(*key, 1)),
                "quarter": f"Q{(key[1] - 1) // 3 + 1}",
                "drills": words.join_words(tuple(drills)),
                "larger": _larger_exercises(by_month[key]),
            }
        )
    return rows


def _larger_exercises(packages: list[ExercisePackage]) -> list[str]:
    """The larger exercises of a month, those of one day and name together."""
    found: dict[tuple[date, str], list[str]] = defaultdict(list)
    for package in packages:
        if has_planning_meetings(package):
            found[package.drill.date, f"{package.entry.short}, {package.name}"].append(package.campus_name)
    return [
        f"{dates.short_date(on)} {what}: {shortened_list(places)}" for (on, what), places in sorted(found.items())
    ]


def has_planning_meetings(package: ExercisePackage) -> bool:
    """Whether it has planning meetings of its own: all but ordinary drills and talks."""
    return Milestone.AFTER_ACTION_MEETING in {milestone.milestone for milestone in package.milestones}


def _meeting_rows(year: ExerciseYear, reference: Reference, request: PublishRequest) -> list[dict[str, object]]:
    """Every meeting and report of the larger exercises as a dated line; those alike on one day share it."""
    found: dict[tuple[date, int, str], list[str]] = defaultdict(list)
    order = list(Milestone)
    late: set[tuple[date, int, str]] = set()
    for package in year.packages:
        if not has_planning_meetings(package):
            continue
        for milestone in package.milestones:
            key = (
                milestone.date,
                order.index(milestone.milestone),
                f"{package.entry.short} {form_date(package.drill.date)}",
            )
            found[key].append(package.campus_name)
            if milestone.is_late:
                late.add(key)
    return [
        {
            "date": form_date(on),
            "weekday": dates.weekday(on)[:3],
            "what": reference.milestones[order[place]].name,
            "exercise": exercise,
            "where": shortened_list(campuses),
            "late": (on, place, exercise) in late,
        }
        for (on, place, exercise), campuses in sorted(found.items())
    ]


def _next_years(request: PublishRequest) -> list[str]:
    first = request.workspace.district.first_year
    return [f"{first + offset}-{(first + offset + 1) % 100:02d}" for offset in (1, 2)]

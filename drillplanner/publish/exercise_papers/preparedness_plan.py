"""The year's integrated preparedness plan (IPP), as JSON for ``exercises/preparedness_plan.typ``."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from drillplanner.exercises.design.exercise_package import ExercisePackage
from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.exercises.program.exercise_year import ExerciseYear
from drillplanner.exercises.program.priorities import PlannedPriority, exercises_without_priority
from drillplanner.files.counting import counted
from drillplanner.model import ExerciseType, Milestone
from drillplanner.model.scenarios.response_actions import Vocabulary
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.drill_details import source_in_law
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.exercise_papers.documents import Values, json_text, page_head_and_foot, status_note
from drillplanner.publish.exercise_papers.progression import (
    capability_rows,
    finding_rows,
    progression_drawing,
    shortened_list,
)
from drillplanner.publish.exercise_papers.shared_parts import (
    ELEMENTS,
    PaperContext,
    left_out_meetings,
    moved_sentence,
)
from drillplanner.publish.exercise_papers.table_rows import action_rows

#: Items of the NIMS checklist for which drillplanner's outputs are evidence, and which outputs those are.
OWN_EVIDENCE = {
    "N-03": "Courses of the staff list; what is open stands on the role list of each drill",
    "N-04": "Command chart, role list and forms of each drill of this plan",
    "N-05": "Role list and communications forms of each drill of this plan",
    "N-08": "This plan and its calendar",
    "N-12": "Scripts and forms of this plan are in plain language",
}


def plan_content(year: ExerciseYear, request: PublishRequest, context: PaperContext) -> str:
    """Return the JSON text of the preparedness plan: the same bytes for the same plan and files."""
    reference, plan = context.reference, request.plan
    values: Values = {
        "title": f"Integrated preparedness plan {plan.year} – {plan.district}",
        "district": plan.district,
        "heading": "Integrated preparedness plan",
        "restricted": False,
        "standing": status_note(context.imprint),
        "running": page_head_and_foot(plan.district, f"IPP {plan.year}", context.imprint),
        "facts": _facts(year, request, context),
        "summary": _summary(year, reference),
        "hazards": _hazards(year),
        "capability_gaps": _capability_gaps(year, reference),
        "actions": action_rows(year.ledger.actions, context),
        "requirements": _requirements(request),
        "priorities": [_priority(priority, year, reference) for priority in year.priorities],
        "untraced": list(exercises_without_priority(year.packages, year.priorities)),
        "months": _months(year, context.imprint.vocabulary),
        "lines": _meeting_rows(year, reference),
        "left_out": sorted(
            {
                f"{package.name}, {form_date(package.drill.date)}. {sentence}"
                for package in year.packages
                for sentence in left_out_meetings(package, context)
            }
        ),
        "drawing": progression_drawing(year, reference),
        "steps": _steps(reference),
        "findings": finding_rows(year, reference),
        "gaps": list(year.gaps),
        "lanes": capability_rows(year, reference),
        "checklist": _checklist(year, context),
        "checklist_source": reference.checklist_source,
        "sources": list(reference.sources),
        "next_years": _next_years(request),
    }
    return json_text(values)


def _facts(year: ExerciseYear, request: PublishRequest, context: PaperContext) -> list[tuple[str, str]]:
    """Return the labels and values at the head of the plan."""
    settings, plan = context.settings, request.plan
    workshop = settings.workshop
    return [
        ("Jurisdiction", f"{plan.district}, {plan.state}"),
        ("Years covered", f"{plan.year}; the two years after it are sketched at the end"),
        ("Planning workshop (IPPW)", workshop.name),
        ("Date of the workshop", "" if workshop.date is None else dates.plain_date(workshop.date)),
        ("Participants", words.join_words(workshop.participants)),
        ("Sponsor", settings.sponsor),
        ("Exercise director", settings.director),
        ("Point of contact", settings.contact or settings.director),
        ("Scope", _scope(year, request)),
    ]


def _scope(year: ExerciseYear, request: PublishRequest) -> str:
    numbers = (
        words.counted(len(request.workspace.campuses), "campus", "campuses"),
        words.counted(len(year.packages), "exercise"),
        words.counted(len(year.lessons), "lesson"),
    )
    return words.join_words(numbers)


def _summary(year: ExerciseYear, reference: Reference) -> list[tuple[str, int]]:
    """Return the number of exercises of each type, and of lessons."""
    counts = Counter(package.kind for package in year.packages)
    rows = [(reference.types[kind].name, counts[kind]) for kind in ExerciseType if counts[kind]]
    return [*rows, ("Lessons (training)", len(year.lessons))]


def _ledger_evidence(year: ExerciseYear) -> str:
    """Return the number of actions in the ledger, open and past due; empty without actions."""
    actions = year.ledger.actions
    if not actions:
        return ""
    late = sum(action.past_due(year.made_on) for action in actions)
    open_count = len(year.ledger.open_actions)
    return f"Improvement ledger: {words.counted(len(actions), 'action')}, {open_count} open, {late} past due"


def _hazards(year: ExerciseYear) -> list[str]:
    return [
        f"{hazard} ({number})"
        for hazard, number in Counter(package.hazard for package in year.packages).most_common()
    ]


def _capability_gaps(year: ExerciseYear, reference: Reference) -> list[str]:
    """Return the capabilities that the ledger rates M or U."""
    return [
        f"{reference.capability_name(rated.capability)}: rated {rated.rating.value} in {rated.drill_id} on "
        f"{form_date(rated.date)}. {' '.join(rated.areas_for_improvement)}"
        for rated in sorted(
            year.ledger.ratings, key=lambda rating: (rating.date, rating.drill_id, rating.capability)
        )
        if rated.rating.value in ("M", "U")
    ]


def _requirements(request: PublishRequest) -> list[list[str]]:
    """Return what the year's drills are held for: title with id, source marked if presumed, number of duties."""
    titles = {duty.mandate.mandate_id: duty.mandate.title for duty in request.duties}
    counts = Counter((verdict.mandate, source_in_law(verdict)) for verdict in request.verdicts)
    return [
        [f"{titles[mandate]} ({mandate})" if mandate in titles else mandate, source, str(number)]
        for (mandate, source), number in sorted(counts.items())
    ]


def _priority(priority: PlannedPriority, year: ExerciseYear, reference: Reference) -> dict[str, object]:
    return {
        "title": priority.title,
        "capabilities": words.join_words(
            tuple(reference.capability_name(capability) for capability in priority.capabilities)
        ),
        "rationale": priority.rationale,
        "proposal": priority.is_proposal,
        "activities": [
            (ELEMENTS[element], activity)
            for element, activities in priority.activities.items()
            for activity in activities
        ],
        "exercises": f"{len(priority.exercises)} of {len(year.packages)}",
    }


def _steps(reference: Reference) -> list[dict[str, object]]:
    """Return which type of exercise should precede which, how soon, and why."""
    return [
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
    ]


def _checklist(year: ExerciseYear, context: PaperContext) -> list[dict[str, object]]:
    """Return the items of the NIMS checklist, with the district's evidence and drillplanner's own."""
    own_evidence = {**OWN_EVIDENCE, "N-09": _ledger_evidence(year)}
    return [
        {
            "id": number,
            "text": item.text,
            "evidence": context.settings.nims.get(number, ""),
            "own": own_evidence.get(number, ""),
            "wanted": item.evidence,
            "basis": item.basis,
        }
        for number, item in context.reference.checklist.items()
    ]


def _months(year: ExerciseYear, vocabulary: Vocabulary) -> list[dict[str, object]]:
    """Return the calendar by month: the number of drills of each type, and each larger exercise with its day."""
    by_month: dict[tuple[int, int], list[ExercisePackage]] = defaultdict(list)
    for package in year.packages:
        by_month[package.drill.date.year, package.drill.date.month].append(package)
    lessons = Counter((lesson.drill.date.year, lesson.drill.date.month) for lesson in year.lessons)
    rows: list[dict[str, object]] = []
    for month in sorted({*by_month, *lessons}):
        ordinary = [package for package in by_month[month] if not has_planning_meetings(package)]
        counts = Counter(package.drill.drill_type for package in ordinary)
        drills = [
            f"{words.drill_title(kind, vocabulary)} {number}"
            for kind, number in sorted(counts.items(), key=lambda pair: pair[0])
        ]
        if lessons[month]:
            drills.append(f"Lesson {lessons[month]}")
        rows.append(
            {
                "month": dates.month_and_year(date(*month, 1)),
                "quarter": f"Q{(month[1] - 1) // 3 + 1}",
                "drills": words.join_words(tuple(drills)),
                "larger": _larger_exercises(by_month[month]),
            }
        )
    return rows


def _larger_exercises(packages: list[ExercisePackage]) -> list[str]:
    """Return a month's larger exercises; those with one name on one day share a line."""
    campuses: dict[tuple[date, str], list[str]] = defaultdict(list)
    for package in packages:
        if has_planning_meetings(package):
            campuses[package.drill.date, f"{package.entry.short}, {package.name}"].append(package.campus_name)
    return [
        f"{dates.short_date(on)} {exercise}: {shortened_list(names)}"
        for (on, exercise), names in sorted(campuses.items())
    ]


def has_planning_meetings(package: ExercisePackage) -> bool:
    """Check whether an exercise has planning meetings: ordinary drills, walk-throughs and talks have none."""
    return any(milestone.milestone is Milestone.FINAL_PLANNING for milestone in package.milestones)


def _meeting_rows(year: ExerciseYear, reference: Reference) -> list[dict[str, object]]:
    """Return a dated row for each meeting and report of the larger exercises; equal ones on a day share a row."""
    campuses: dict[tuple[date, int, str], list[str]] = defaultdict(list)
    order = list(Milestone)
    moved: dict[tuple[date, int, str], date] = {}
    for package in year.packages:
        if not has_planning_meetings(package):
            continue
        for milestone in package.milestones:
            key = (
                milestone.date,
                order.index(milestone.milestone),
                f"{package.entry.short} {form_date(package.drill.date)}",
            )
            campuses[key].append(package.campus_name)
            if milestone.moved_from is not None:
                moved[key] = milestone.moved_from
    return [
        {
            "date": form_date(on),
            "weekday": dates.weekday(on)[:3],
            "what": reference.milestones[order[index]].name,
            "exercise": exercise,
            "where": shortened_list(names),
            "moved": moved_sentence(moved.get((on, index, exercise))),
        }
        for (on, index, exercise), names in sorted(campuses.items())
    ]


def _next_years(request: PublishRequest) -> list[str]:
    first = request.workspace.district.first_year
    return [f"{first + offset}-{(first + offset + 1) % 100:02d}" for offset in (1, 2)]

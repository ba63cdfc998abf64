"""Scenarios and bell times as candidates, and cases with more of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drillplanner.law import Match
from drillplanner.model import (
    Audience,
    BellSchedule,
    ConflictMember,
    DayKind,
    DrillFormat,
    GradeBand,
    Period,
    PeriodTag,
    Scenario,
    Screening,
    StaffHours,
    StaffMoment,
    Workspace,
    clock_of,
    minutes_of,
)
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.requirements import demanded_matches

#: The length of a scenario that does not exist yet, in minutes: the shortest drill worth holding.
_SHORT = 5


def scenario_candidates(case: ConflictCase) -> Iterator[ConflictCandidate]:
    """Yield the scenarios available for what the duties require. Without the fact there is one more for each."""
    matches = demanded_matches(case.duties)
    if not matches or not case.workspace.scenarios:
        return
    problems = case.problems()
    sentences = []
    for match in matches:
        usable = {
            member.scenario_id
            for problem in problems
            for scenario, members in zip(problem.scenarios, problem.members, strict=True)
            if match.selects_scenario(scenario)
            for member in members
        }
        named = ", ".join(sorted(usable)[:3]) + (f" and {len(usable) - 3} more" if len(usable) > 3 else "")
        sentences.append(f"for {_drills(match)}: {named or 'none'}")
    grades = sorted({grade for problem in problems for grade in problem.campus.grades})
    member = ConflictMember(
        kind="scenarios",
        words=f"scenarios that can be used for grades {', '.join(grades)}: {'; '.join(dict.fromkeys(sentences))}",
        where="scenarios/",
    )
    yield ConflictCandidate(member, lambda case: with_scenarios(case, matches), matches)


def _drills(match: Match) -> str:
    return " or ".join(drill_type.phrase for drill_type in match.types)


def with_scenarios(case: ConflictCase, matches: tuple[Match, ...]) -> ConflictCase:
    """Return the case with one more scenario for each set, like the available ones, else fit for any time."""
    year = case.builder.year
    known = year.workspace.scenarios
    more = tuple(_scenario_for(match, number, known) for number, match in enumerate(matches))
    judged = (Screening(id=added.scenario_id, verdict="ok", findings=(), missing=()) for added in more)
    workspace = year.workspace.model_copy(update={"scenarios": (*known, *more)})
    screenings = {**year.screenings, **{added.id: added for added in judged}}
    year = replace(year, workspace=workspace, screenings=screenings)
    return replace(case, builder=replace(case.builder, year=year))


def _scenario_for(match: Match, number: int, known: Sequence[Scenario]) -> Scenario:
    staff = match.audiences is not None and Audience.EVERYONE not in match.audiences
    similar = [scenario for scenario in known if match.selects_scenario(scenario)]
    moments = {moment for scenario in similar for moment in scenario.moments} | set(match.moments or ())
    any_time = (StaffMoment.STAFF_HOURS, *PeriodTag) if staff else tuple(PeriodTag)
    return known[0].model_copy(
        update={
            "scenario_id": f"another-{number}",
            "title": f"another {_drills(match)}",
            "drill_type": match.types[0],
            "format": match.formats[0] if match.formats else DrillFormat.PHYSICAL,
            "audience": (match.audiences or (Audience.EVERYONE,))[0] if staff else Audience.EVERYONE,
            "route": match.routes[0] if match.routes else None,
            "announced": True if match.announced is None else match.announced,
            "subjects": match.subjects or (),
            "minutes": min((scenario.minutes for scenario in similar), default=_SHORT),
            "bands": tuple(GradeBand),
            "moments": tuple(sorted(moments)) or any_time,
            "needs_facts": {},
        }
    )


def bell_candidates(case: ConflictCase) -> Iterator[ConflictCandidate]:
    """Yield the bell schedules. Without them a drill fits at any time of any school day."""
    if not demanded_matches(case.duties) and not case.workspace.district.pins:
        return
    campuses = [case.workspace.campus_by_id[campus_id] for campus_id in case.campus_ids]
    names = sorted({campus.bell_schedule for campus in campuses if campus.bell_schedule is not None})
    silent = sorted(campus.name for campus in campuses if campus.bell_schedule is None)
    words = f"bell times and periods of {', '.join(names)}" if names else ""
    words += f"{'; ' if names and silent else ''}no bell schedule for {', '.join(silent)}" if silent else ""
    member = ConflictMember(kind="bells", words=words, where="bells/")
    yield ConflictCandidate(
        member,
        lambda other: other.in_workspace(lambda workspace: _with_open_bells(workspace, case.campus_ids)),
    )


def _with_open_bells(workspace: Workspace, campus_ids: tuple[str, ...]) -> Workspace:
    campuses = [workspace.campus_by_id[campus_id] for campus_id in campus_ids]
    unnamed = BellSchedule(bell_schedule_id="open-", name="Open", days={})
    schedules = {
        campus.bell_schedule or "": workspace.bells.get(campus.bell_schedule or "", unnamed) for campus in campuses
    }
    opened = {f"open-{name}": _opened(schedule) for name, schedule in schedules.items()}
    moved = tuple(
        campus.model_copy(update={"bell_schedule": f"open-{campus.bell_schedule or ''}"})
        if campus.campus_id in campus_ids
        else campus
        for campus in workspace.campuses
    )
    return workspace.model_copy(update={"bells": workspace.bells | opened, "campuses": moved})


def _opened(schedule: BellSchedule) -> BellSchedule:
    """Return the schedule with its full day on every school day, and a long period of every kind in addition."""
    full = schedule.periods_on(DayKind.FULL)
    first = min((minutes_of(period.start) for period in full), default=8 * 60)
    last = max((minutes_of(period.end) for period in full), default=15 * 60)
    any_time = Period(name="any time", start=clock_of(first), end=clock_of(last), tags=tuple(PeriodTag))
    hours = schedule.staff_hours or StaffHours(start=clock_of(last), end=clock_of(min(last + 180, 23 * 60 + 59)))
    days = {kind: (*full, any_time) for kind in DayKind if kind is not DayKind.CLOSED}
    return schedule.model_copy(
        update={
            "days": days,
            "groups": (),
            "variants": {},
            "variant_by_date": {},
            "has_ordinary_days": True,
            "staff_hours": hours if hours.start < hours.end else None,
        }
    )

"""Sentences on what was assumed because no file says it, and on what may be a mistake in a file."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from drillplanner.files.counting import counted
from drillplanner.files.read_result import names_of
from drillplanner.law import LawBook, SparedGrades, setting_of
from drillplanner.law.timing.periods import Per, periods
from drillplanner.model import Campus, DayKind, EventKind, Screening, Workspace


def misspelled_facts(workspace: Workspace, law: LawBook) -> tuple[str, ...]:
    """Return a sentence for each yes-or-no column of campuses.csv that no law uses but one law nearly names."""
    given = {fact for campus in workspace.campuses for fact in campus.facts}
    near = {fact: difflib.get_close_matches(fact, law.facts, n=1) for fact in given - set(law.facts)}
    return tuple(
        f"campuses.csv: no law asks for '{fact}'. Maybe you meant '{names[0]}'."
        for fact, names in sorted(near.items())
        if names
    )


def idle_clearances(workspace: Workspace, screenings: Mapping[str, Screening]) -> tuple[str, ...]:
    """Return a sentence for each entry of ``cleared_lines`` that clears nothing, since its line was changed."""
    return tuple(
        f"district.yaml: this entry of cleared_lines clears nothing: {cleared.scenario}, {cleared.where}, "
        f"“{cleared.line}”. Nothing in doubt there has these words now. A line that was changed is asked about "
        "again, and one that is refused cannot be cleared. Take the entry out, or copy the line as it is quoted."
        for cleared in workspace.district.cleared_lines
        if not any(
            finding.status == "notice"
            and cleared.covers(cleared.scenario, finding.evidence.field or "", finding.evidence.text or "")
            for finding in screenings[cleared.scenario].findings
        )
    )


def doubtful_calendar_lines(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each line of the calendar that is read with doubt and closes no school by mistake.

    The others are caveats.
    """
    return tuple(
        f"{question.place}: {question.title_and_dates} is taken as: {question.taken_as} "
        f"({question.reason.rstrip('.')})."
        for question in workspace.calendar.questions
        if not question.may_close
    )


def months_without_drills(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence on the months that ``month_counts_from`` leaves without a monthly drill."""
    district = workspace.district
    if district.month_counts_from == 1:
        return ()
    settings = [setting_of(campus, workspace) for campus in workspace.campuses]
    months = sorted(
        {
            window.label
            for setting in settings
            for window in periods(Per.MONTH_IN_SESSION, setting, 1)
            if window not in periods(Per.MONTH_IN_SESSION, setting, district.month_counts_from)
        }
    )
    return (
        f"month_counts_from is {district.month_counts_from}: monthly drills are not owed in "
        f"{', '.join(months) or 'no month less'}. A law that names no limit asks for them all the same.",
    )


def assumed_staff_hours(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence if bell schedules in use do not say when adults are on duty without students."""
    minutes = workspace.district.staff_minutes_after_last_bell
    used = {campus.bell_schedule for campus in workspace.campuses}
    bells = workspace.bells
    silent = sorted(name for name in bells if name in used and bells[name].staff_hours is None)
    if not silent or minutes == 0:
        return ()
    return (
        f"No 'staff_hours' are named in the bell schedules {', '.join(silent)}: adults are taken to be on "
        f"duty, without students, for {counted(minutes, 'minute')} after the last bell, and exercises of "
        "staff alone may be held then ('staff_minutes_after_last_bell' in district.yaml; 0 for none).",
    )


def pins_without_school(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each pin on whose date some of its campuses have no school, or none any more."""
    calendar, campuses = workspace.calendar, workspace.campuses
    without = [
        (
            pin,
            [
                campus.name
                for campus in campuses
                if pin.concerns(campus.campus_id) and pin.date not in calendar.dates_at(campus.campus_id)
            ],
        )
        for pin in workspace.district.pins
    ]
    return tuple(
        f"Pinned in district.yaml: {pin.phrase}. There is no school then at "
        f"{names_of(names, len(campuses), 'any school')}, so the pin does not count there."
        for pin, names in without
        if names
    )


def unknown_counselor_days(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence if some campus does not say on which days it has a counselor."""
    silent = [campus.name for campus in workspace.campuses if campus.counselor_days is None]
    if not silent or not workspace.district.weights.counselor:
        return ()
    where = names_of(silent, len(workspace.campuses), "any school")
    return (
        f"campuses.csv does not say on which days a counselor is at {where} ('counselor_days'): whether one "
        "is there within a day of a lockdown plays no part in choosing its day.",
    )


def assumed_absence_of_events(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence if no violence, death, real lockdown, or hoax is on record.

    What the list of events does not hold is assumed not to have happened.
    """
    pausing = [event for event in workspace.events if event.calls_for_pause]
    without = [
        campus.name
        for campus in workspace.campuses
        if not any(event.concerns(campus.campus_id) for event in pausing)
    ]
    if not without:
        return ()
    where = names_of(without, len(workspace.campuses), "any school")
    return (
        f"events.csv lists no violence, death, real lockdown, or hoax call at or near {where}. If one occurs, add "
        "it: drills about violence too soon afterward are then flagged (DA-1001). The planner does not move them.",
    )


def religious_holidays_not_on_file(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence if the dates of religious holidays in this school year are not on file."""
    from drillplanner.practice.avoided_days import has_religious_dates

    if has_religious_dates(workspace.calendar.first_day, workspace.calendar.last_day):
        return ()
    return (
        f"The dates of religious holidays in {workspace.district.year} are not on file, so drills may fall on "
        "them. List them in events.csv as 'sensitive_date'.",
    )


def unlisted_test_days(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence if the calendar and the list of events name no test day of some school."""
    without = [campus.name for campus in workspace.campuses if not _has_test_days(campus, workspace)]
    if not without:
        return ()
    where = names_of(without, len(workspace.campuses), "any school")
    return (
        f"Neither the calendar nor events.csv lists test days of {where}. Whether a drill falls near a test is "
        "not judged there (DA-1012). List state tests in events.csv as 'state_assessment'.",
    )


def _has_test_days(campus: Campus, workspace: Workspace) -> bool:
    listed = any(
        event.kind is EventKind.STATE_ASSESSMENT and event.concerns(campus.campus_id) for event in workspace.events
    )
    return listed or any(day.kind_at(campus.campus_id) is DayKind.TESTING for day in workspace.calendar.days)


def grades_spared_by_law(
    law: LawBook, workspace: Workspace, spared: Mapping[str, tuple[SparedGrades, ...]]
) -> tuple[str, ...]:
    """Return a sentence for each law that spares grades some drills: at which schools, until which day."""
    mandates = {mandate.mandate_id: mandate for mandate in law.mandates}
    by_law: dict[str, list[tuple[str, SparedGrades]]] = defaultdict(list)
    for campus_id, at_campus in spared.items():
        for sparing in at_campus:
            by_law[sparing.mandate_id].append((campus_id, sparing))
    return tuple(
        f"{mandate_id}, until {max(sparing.dates.last for _, sparing in found)} at "
        f"{names_of(_names(found, workspace), len(workspace.campuses))}: "
        f"{mandates[mandate_id].text} {mandates[mandate_id].reading}".rstrip()
        for mandate_id, found in by_law.items()
    )


def _names(found: Iterable[tuple[str, SparedGrades]], workspace: Workspace) -> list[str]:
    """Return the name of each school once; several spans of one law may spare grades at it."""
    return list(dict.fromkeys(workspace.campus_by_id[campus_id].name for campus_id, _ in found))

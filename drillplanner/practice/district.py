"""Good practice for a district: the limits that its level sets at each campus, beside those of the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from drillplanner.appropriateness import profile_of
from drillplanner.law import Duty, LawBook, setting_of
from drillplanner.model import Campus, DevelopmentalLimits, Workspace
from drillplanner.practice.at_campus import PracticeYear, practice_at
from drillplanner.practice.avoided_days import avoided_days_at
from drillplanner.practice.pack import PracticePack


def practice_limits(
    practice: PracticePack | None, law: LawBook, duties: Sequence[Duty], workspace: Workspace
) -> tuple[Mapping[str, DevelopmentalLimits], Mapping[str, tuple[str, ...]]]:
    """Return the limits of good practice by campus id, and the practices that wait for a fact, by fact.

    Campuses that differ only in their names get the same limits, made once.
    """
    if practice is None:
        return {}, {}
    duties_at: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        duties_at[duty.campus_id].append(duty)
    profile = profile_of(workspace.district.state)
    known: dict[Hashable, PracticeYear] = {}
    limits: dict[str, DevelopmentalLimits] = {}
    unanswered: dict[str, dict[str, None]] = defaultdict(dict)
    for campus in workspace.campuses:
        at_campus = duties_at[campus.campus_id]
        avoided = tuple(dict.fromkeys(day.on for day in avoided_days_at(campus, workspace)))
        key = avoided, _class_key(campus, at_campus, workspace)
        if key not in known:
            known[key] = practice_at(
                practice,
                setting_of(campus, workspace),
                at_campus,
                workspace.scenarios,
                avoided,
                profile,
                law.fact_defaults,
            )
        limits[campus.campus_id] = known[key].limits
        for fact, ids in known[key].unanswered.items():
            unanswered[fact].update(dict.fromkeys(ids))
    return limits, {fact: tuple(ids) for fact, ids in unanswered.items()}


def _class_key(campus: Campus, duties: Sequence[Duty], workspace: Workspace) -> Hashable:
    """Return a key that is equal for campuses to which good practice applies alike."""
    return (
        campus.grades,
        tuple(sorted(campus.facts.items())),
        workspace.calendar.dates_at(campus.campus_id),
        tuple((duty.mandate.mandate_id, duty.window, duty.missing_fact) for duty in duties),
    )

"""The sensitive dates of a school year: which a plan avoids, and which it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.model import AvoidedKind, Plan
from drillplanner.workflow.prepared import Prepared

#: The developmental rule on sensitive dates.
RULE = "DA-1011"
#: Dates that a sentence names; of more it says how many there are.
_NAMED = 6
#: Dates of one name that a sentence names, and as many as a year has.
_DATES, _ALL = 2, 366
#: The order in which kinds are named: those that a school cannot read off its own calendar first.
_ORDER = (
    AvoidedKind.OWN_LIST,
    AvoidedKind.REMEMBRANCE,
    AvoidedKind.ANNIVERSARY,
    AvoidedKind.RELIGIOUS_HOLIDAY,
    AvoidedKind.ELECTION,
    AvoidedKind.TESTING,
    AvoidedKind.THANKSGIVING_WEEK,
    AvoidedKind.BEFORE_BREAK,
    AvoidedKind.FIRST_OR_LAST_DAY,
)


def sensitive_date_sentences(prepared: Prepared, plan: Plan, most_named: int | None = _NAMED) -> tuple[str, ...]:
    """Return sentences on the sensitive dates: with a drill, without anything, and with a talk only.

    The dates with a drill are those that the judge found. ``most_named`` None names all of them.
    """
    used = _used(plan)
    dates_used = {on for drills in used.values() for on in drills.values()}
    held = {(drill.campus_id, drill.date) for drill in plan.drills}
    concerned: dict[tuple[int, str, date], bool] = defaultdict(bool)
    for campus_id, days in prepared.avoided_days.items():
        for day in days:
            if day.on not in dates_used:
                name = f"{day.name} anniversary" if day.kind is AvoidedKind.ANNIVERSARY else day.name
                concerned[_ORDER.index(day.kind), name, day.on] |= (campus_id, day.on) in held
    sentences = []
    if used:
        on_days = {name: set(drills.values()) for name, drills in used.items()}
        names = [
            f"{name.rstrip('.')} ({_dates(on_days[name], most_named)}): {counted(len(drills), 'drill')}"
            for name, drills in used.items()
        ]
        how = "" if prepared.practice is not None else " 'practice: baseline' in district.yaml avoids what it can."
        sentences.append(f"Used: {listed(names, most_named or len(names))}.{how}")
    for heading, has_talk in (("Avoided", False), ("With a lesson or tabletop only", True)):
        if named := _named(concerned, has_talk, most_named):
            sentences.append(f"{heading}: {listed(named, most_named or len(named))}.")
    return tuple(sentences)


def _used(plan: Plan) -> Mapping[str, Mapping[str, date]]:
    """Return the drills on sensitive dates by the date's name, each with its day."""
    date_of = {drill.drill_id: drill.date for drill in plan.drills}
    used: dict[str, dict[str, date]] = defaultdict(dict)
    for finding in plan.findings:
        if finding.rule == RULE and finding.status != "cannot_tell":
            for place in finding.places:
                for drill_id in place.drills:
                    used[place.detail or "Sensitive date"][drill_id] = date_of[drill_id]
    return used


def _named(concerned: Mapping[tuple[int, str, date], bool], has_talk: bool, most_named: int | None) -> list[str]:
    """Return the names of dates with their days, the most important kind first."""
    by_name: dict[tuple[int, str], set[date]] = defaultdict(set)
    for (order, name, on), is_talk in concerned.items():
        if is_talk is has_talk:
            by_name[order, name].add(on)
    first = sorted(by_name.items(), key=lambda entry: (entry[0][0], min(entry[1])))
    return [f"{name} ({_dates(dates, most_named)})" for (_, name), dates in first]


def _dates(dates: Iterable[date], most_named: int | None) -> str:
    return listed([f"{on:%b} {on.day}" for on in sorted(dates)], _DATES if most_named else _ALL)

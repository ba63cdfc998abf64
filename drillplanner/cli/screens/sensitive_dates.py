"""The sensitive dates of a school year: which a plan avoids, and which it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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
    """Return one sentence on the dates without a drill, and one on those with a drill; none without any date.

    ``most_named`` None names all of them. The dates with a drill are those that the judge found.
    """
    used: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    date_of = {drill.drill_id: drill.date for drill in plan.drills}
    for finding in plan.findings:
        if finding.rule == RULE and finding.status != "cannot_tell":
            for place in finding.places:
                for drill_id in place.drills:
                    used[place.detail or "Sensitive date"][drill_id].add(date_of[drill_id])
    dates_used = {on for drills in used.values() for dates in drills.values() for on in dates}
    with_drills = {drill.date for drill in plan.drills}
    avoided: dict[tuple[int, str], set[date]] = defaultdict(set)
    for days in prepared.avoided_days.values():
        for day in days:
            if day.on not in dates_used and day.on not in with_drills:
                name = f"{day.name} anniversary" if day.kind is AvoidedKind.ANNIVERSARY else day.name
                avoided[_ORDER.index(day.kind), name].add(day.on)
    sentences = []
    if avoided:
        first = sorted(avoided.items(), key=lambda entry: (entry[0][0], min(entry[1])))
        names = [f"{name} ({_dates(dates, most_named)})" for (_, name), dates in first]
        sentences.append(f"Avoided: {listed(names, most_named or len(names))}.")
    if used:
        on_days = {name: set().union(*drills.values()) for name, drills in used.items()}
        names = [
            f"{name.rstrip('.')} ({_dates(on_days[name], most_named)}): {counted(len(drills), 'drill')}"
            for name, drills in used.items()
        ]
        sentences.append(f"Used, because no plan as good does without: {listed(names, most_named or len(names))}.")
    return tuple(sentences)


def _dates(dates: Iterable[date], most_named: int | None) -> str:
    return listed([f"{on:%b} {on.day}" for on in sorted(dates)], _DATES if most_named else _ALL)

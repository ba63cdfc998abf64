"""Say on which days schools hold more than usual, and why.

On its own because every output says it in these words.
"""

from __future__ import annotations

from collections import defaultdict

from drillplanner.files.read_result import names_of
from drillplanner.model import Plan, Workspace


def crowded_day_sentences(plan: Plan, workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each day and reason, with the schools that it is about, in order of date."""
    by_day: dict[tuple[str, str], list[str]] = defaultdict(list)
    for day in sorted(plan.crowded_days, key=lambda day: (day.date, day.campus_id)):
        campus = workspace.campus_by_id.get(day.campus_id)
        by_day[day.date.isoformat(), day.text].append(day.campus_id if campus is None else campus.name)
    schools = len(workspace.campuses)
    return tuple(f"{names_of(names, schools, 'Every school')}: {text}" for (_, text), names in by_day.items())

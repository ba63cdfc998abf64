"""Tiny plans that are updated, and every schedule that keeps their past."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import date

from drillplanner.intake.calendar.closures_table import with_closures
from drillplanner.law import LawBook
from drillplanner.model import Closure, DayKind, DevelopmentalLimits, Drill, Workspace, is_unmoved
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.repair.fewest_moves import RepairedPlan, repair
from drillplanner.solve.solver import SolverSettings
from tests.solve.brute_force.exhaustive_search import Tiers, Trial
from tests.solve.brute_force.tiny_districts import quiet, year_of


def closed(place: Workspace, *dates: date, campus_ids: tuple[str, ...] | None = None) -> Workspace:
    """Return the same district with these school days closed."""
    closures = tuple(Closure(on=on, campus_ids=campus_ids) for on in dates)
    return place.model_copy(update={"calendar": with_closures(place.calendar, closures)})


def before_of(place: Workspace, drills: Iterable[Drill], as_of: date) -> dict[str, PreviousPlan]:
    """Return what is kept of the drills at each campus; every campus is affected."""
    kept = list(drills)
    found = {}
    for campus in place.campuses:
        drills_there = [drill for drill in kept if drill.campus_id == campus.campus_id]
        gone = [
            drill
            for drill in drills_there
            if place.calendar.kind_at(drill.date, campus.campus_id) is DayKind.CLOSED
        ]
        stay = [drill for drill in drills_there if drill not in gone]
        found[campus.campus_id] = PreviousPlan(
            as_of=as_of,
            settled=tuple(drill for drill in stay if drill.date < as_of),
            planned=tuple(drill for drill in stay if drill.date >= as_of),
            displaced=tuple(gone),
        )
    return found


def repaired(
    place: Workspace,
    book: LawBook,
    before: dict[str, PreviousPlan],
    settings: SolverSettings = SolverSettings(),  # noqa: B008 (frozen)
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
) -> RepairedPlan:
    """Return the updated plan, with the same limits at every campus."""
    return repair(year_of(place, book, limits), before, settings, quiet)


def futures(trial: Trial, before: PreviousPlan) -> Iterator[tuple[Drill, ...]]:
    """Yield every schedule of the campus with the settled drills, and nothing else before the day."""
    days = []
    for on, options in zip(trial.place.open_dates, trial.options, strict=True):
        settled = [drill for drill in before.settled if drill.date == on]
        if settled:
            days.append([[option] for option in options if is_unmoved(option, settled[0])])
        elif on < before.as_of:
            days.append([[]])
        else:
            days.append([[], *([option] for option in options)])
    for chosen in itertools.product(*days):
        yield tuple(drill for drills_of_day in chosen for drill in drills_of_day)


def moves(before: PreviousPlan, drills: Iterable[Drill]) -> int:
    """Count the drills of the old plan that these drills do not keep as they were."""
    drills_now = list(drills)
    return len(before.displaced) + sum(
        not any(is_unmoved(was, now) for now in drills_now) for was in before.planned
    )


def best(trial: Trial, before: PreviousPlan) -> tuple[int, Tiers] | None:
    """Return the fewest moves, then the best of everything else; None if no such schedule is lawful."""
    found = None
    for drills in futures(trial, before):
        number = moves(before, drills)
        if (found is None or number <= found[0]) and trial.is_lawful(drills, trial.kept):
            this = number, trial.tiers(drills)
            found = min(found or this, this)
    return found
